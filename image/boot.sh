# What stands on the FAT partitions: a slot's kernel, and the selector with the Pi's firmware and U-Boot.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# make_initrd MODULES TO: MODULES is the kernel's /usr/lib/modules/VERSION.
make_initrd() {
  tree=$work/initrd
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/dev" "$tree/proc" "$tree/sys" "$tree/run" "$tree/root" "$tree/lib/modules"
  cp "$(unpacked busybox-static)/usr/bin/busybox" "$tree/bin/"
  for applet in sh mount umount modprobe cat ls dd hexdump find sort xargs sleep reboot switch_root cmp rm mkdir cp tr \
    tail chmod; do
    ln -s busybox "$tree/bin/$applet"
  done
  cp "$(unpacked e2fsck-static)/usr/sbin/e2fsck.static" "$tree/bin/e2fsck"
  sed "s/@SIGNATURE@/$(echo $disk_id | sed 's/\(..\)\(..\)\(..\)\(..\)/\4\3\2\1/')/" "$image/initramfs/init" > "$tree/init"
  chmod 755 "$tree/init"
  take_modules "$1" "$image/initramfs/modules.list" "$tree/lib/modules/${1##*/}"
  # The first program's modprobe takes plain modules; the whole is compressed anyway.
  find "$tree/lib/modules" -name '*.ko.xz' -exec xz -d {} +
  depmod -b "$tree" "${1##*/}"
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  (cd "$tree" && find . -print0 | LC_ALL=C sort -z |
    cpio --null --quiet -o -H newc -R 0:0 --reproducible) | zstd -q -19 > "$2"
}

# make_fat FOLDER MEGABYTES LABEL SERIAL TO: a FAT file system with the files of a folder.
make_fat() {
  rm -f "$5"
  truncate -s "$2M" "$5"
  mkfs.vfat --invariant -F "$([ "$2" -lt 64 ] && echo 16 || echo 32)" -n "$3" -i "$4" "$5" > /dev/null
  find "$1" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
  (cd "$1" && find . -mindepth 1 -maxdepth 1 | LC_ALL=C sort | xargs -I '{}' mcopy -s -m -Q -i "$5" '{}' ::)
}

# make_boot KERNEL-PACKAGE TO: the FAT of a slot: kernel, initrd, device trees with our overlays merged in.
make_boot() {
  folder=$work/boot
  rm -rf "$folder"
  mkdir -p "$folder"
  make_initrd "$(echo "$1"/usr/lib/modules/*)" "$folder/initrd"
  if [ "$flavour" = rpios ]; then
    put_boot_files "$1" "$folder"
  else
    put_kernel "$1" "$folder"
  fi
  make_fat "$folder" 64 OTGW-BOOT 0715b001 "$2"
}

# put_kernel KERNEL-PACKAGE FOLDER
put_kernel() {
  mkdir -p "$2/broadcom"
  cp "$1"/boot/vmlinuz-* "$2/vmlinuz"
  for overlay in "$image"/boot/overlays/*.dts; do
    dtc -q -@ -I dts -O dtb -o "$work/$(basename "$overlay" .dts).dtbo" "$overlay"
  done
  for tree in "$1"/usr/lib/linux-image-*/broadcom/bcm2837-*.dtb "$1"/usr/lib/linux-image-*/broadcom/bcm2711-*.dtb; do
    fdtoverlay -i "$tree" -o "$2/broadcom/$(basename "$tree")" "$work"/*.dtbo
  done
}

# make_selector TO: the FAT that the Pi reads first.
make_selector() {
  folder=$work/selector
  firmware=$(unpacked raspi-firmware)/usr/lib/raspi-firmware
  rm -rf "$folder"
  mkdir -p "$folder"
  if [ "$flavour" = rpios ]; then
    cp "$firmware/bootcode.bin" "$folder/"
    OTGW_SLOTS=tryboot "$image/layers/system/usr/lib/otgw-pi/slotctl" write-new "$folder/autoboot.txt"
  else
    cp "$firmware/bootcode.bin" "$firmware/start.elf" "$firmware/fixup.dat" "$firmware/start4.elf" "$firmware/fixup4.dat" "$folder/"
    cp "$(unpacked u-boot-rpi)/usr/lib/u-boot/rpi_arm64/u-boot.bin" "$folder/"
    # The firmware hands U-Boot the tree of the model; the kernel gets its slot's own.
    cp "$work"/boot/broadcom/*.dtb "$folder/"
    cp "$image/boot/config.txt" "$folder/"
    mkimage -A arm64 -T script -C none -n 'otgw-pi slots' -d "$image/boot/slot.cmd" "$folder/boot.scr" > /dev/null
  fi
  for layer in system "$flavour"; do
    [ ! -d "$image/layers/$layer/selector" ] || cp -r "$image/layers/$layer/selector/." "$folder/"
  done
  make_fat "$folder" 64 OTGW-PI 0715b000 "$1"
}
