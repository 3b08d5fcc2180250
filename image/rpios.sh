# The flavour rpios: kernel, firmware and device trees of a Raspberry Pi OS Lite image, in place of Debian's and U-Boot.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# take_base_image FILE SHA256: unpacks what is kept of the image; prints the folder: boot (its FAT partition),
# usr/lib/modules and usr/lib/firmware. Nothing is mounted.
take_base_image() {
  [ -f "$1" ] || fail "The flavour rpios needs a Raspberry Pi OS Lite (64-bit) image: --base-image FILE --base-sha256 HASH"
  [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ] || fail "$1 is not the file with the SHA-256 '$2'"
  kept=$work/base-image
  rm -rf "$kept"
  mkdir -p "$kept/boot" "$kept/usr/lib/firmware"
  case $1 in
    *.xz) xz -dc "$1" > "$work/base.img" ;;
    *) cp --sparse=always "$1" "$work/base.img" ;;
  esac
  starts=$(sfdisk -d "$work/base.img" | sed -n 's/.*start= *\([0-9]*\),.*/\1/p')
  boot_start=$(echo "$starts" | sed -n 1p)
  root_start=$(echo "$starts" | sed -n 2p)
  [ -n "$root_start" ] || fail "$1 has not the two partitions of Raspberry Pi OS"
  mcopy -s -m -Q -i "$work/base.img@@$((boot_start * 512))" '::*' "$kept/boot/"
  [ -f "$kept/boot/kernel8.img" ] || fail "$1 holds no 64-bit kernel: take the 64-bit image"
  modules=$({ gzip -dc "$kept/boot/kernel8.img" 2>/dev/null || cat "$kept/boot/kernel8.img"; } |
    grep -a -o 'Linux version [0-9][^ ]*' | head -n 1 | cut -d ' ' -f 3)
  rpios_list /usr/lib/modules | grep -qxF "$modules" || fail "$1 holds no modules for its 64-bit kernel '$modules'"
  mkdir -p "$kept/usr/lib/modules"
  rpios_files "rdump /usr/lib/modules/$modules $kept/usr/lib/modules"
  for firmware in brcm cypress; do
    rpios_files "rdump /usr/lib/firmware/$firmware $kept/usr/lib/firmware"
  done
  rm "$work/base.img"
  echo "$kept"
}

rpios_files() { debugfs -R "$1" "$work/base.img?offset=$((root_start * 512))" 2>/dev/null; }

rpios_list() { rpios_files "ls -p $1" | cut -d / -f 6; }

# put_boot_files KEPT FOLDER: a slot's FAT for the Pi's own boot loader. Both slots hold the same files: the firmware tells
# them apart by the partition it starts from.
put_boot_files() {
  cp -r "$1/boot/." "$2/"
  rm -f "$2"/config.txt "$2"/cmdline*.txt "$2"/initramfs* "$2"/kernel.img "$2"/kernel7* "$2"/kernel_2712.img "$2"/issue.txt \
    "$2"/user-data "$2"/meta-data "$2"/network-config
  cp "$image/boot/rpios/config.txt" "$2/"
  for slot in A:05 B:06; do
    echo "root=PARTUUID=$disk_id-${slot#*:} ro rauc.slot=${slot%:*} panic=10 console=tty1 quiet loglevel=3" > "$2/cmdline-${slot%:*}.txt"
  done
}
