# The root file system of a slot: the base, our layers, kernel modules, the program.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# make_root BASE KERNEL-PACKAGE TO
make_root() {
  root=$work/root
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  tar -x --zstd --numeric-owner -f "$1" -C "$root"

  mkdir -p "$root/usr/lib/otgw-pi" "$root/boot/selector" "$root/data"
  for layer in system "$flavour"; do
    cp -rT --remove-destination --preserve=mode,links "$image/layers/$layer" "$root"
  done
  rm -rf "$root/selector"
  put_units "$root"
  cp "$project/src/main/resources/org/otgwpi/board/avahi-otgw-pi.service" "$root/etc/avahi/services/"
  cp "$keys/ca.pem" "$root/etc/rauc/keyring.pem"
  sed -i "s/@DISK@/$disk_id/; s/@FLAVOUR@/$flavour/" "$root/etc/rauc/system.conf"

  take_modules "$(echo "$2"/usr/lib/modules/*)" "$image/packages/modules.list" \
    "$root/usr/lib/modules/$(basename "$2"/usr/lib/modules/*)"
  depmod -b "$root/usr" "$(basename "$2"/usr/lib/modules/*)"
  if [ "$flavour" = rpios ]; then
    cp -r "$2/usr/lib/firmware/." "$root/usr/lib/firmware/"
  else
    cp -rn "$(unpacked raspi-firmware)/usr/lib/firmware/." "$root/usr/lib/firmware/"
  fi

  put_program "$root"
  printf '%s\n' "$version" > "$root/usr/lib/otgw-pi/version"
  # Names the content: a slot's own /etc and /var are dropped when it changes.
  # shellcheck disable=SC2086 # paths
  echo "$version $(content_of $parts) ${1##*/}" > "$root/usr/lib/otgw-pi/build"
  echo otgw > "$root/etc/hostname"
  echo uninitialized > "$root/etc/machine-id"
  # systemd sets the clock to this file's time if it is behind it: that of the commit.
  : > "$root/usr/lib/clock-epoch"
  # Users, the linker's cache and catalogues are made here: a first start need not look for what is missing.
  : > "$root/etc/.updated"
  : > "$root/var/.updated"
  put_cache "$root"
  chown -R root:root "$root/usr/lib/otgw-pi"
  say "the root: $(du -sm "$root" | cut -f1) MB"
  find "$root" ! -path "$root/usr/lib/otgw-pi/*" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  find "$root/usr/lib/otgw-pi" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  rm -f "$3"
  env -u SOURCE_DATE_EPOCH mksquashfs "$root" "$3" -comp zstd -Xcompression-level "${OTGW_COMPRESSION:-15}" -b 256K -noappend -no-progress -quiet \
    -mkfs-time "$SOURCE_DATE_EPOCH" -no-exports > /dev/null
}

# put_units ROOT: the folder systemd/, the users it names, and what starts by itself.
put_units() {
  mkdir -p "$1/usr/lib/sysusers.d" "$1/usr/lib/tmpfiles.d" "$1/usr/lib/udev/rules.d" "$1/usr/share/polkit-1/rules.d" \
    "$1/usr/share/dbus-1/system.d" "$1/usr/lib/systemd/system"
  cp "$project"/systemd/sysusers.d/* "$1/usr/lib/sysusers.d/"
  cp "$project"/systemd/tmpfiles.d/* "$1/usr/lib/tmpfiles.d/"
  cp "$project"/systemd/udev/* "$1/usr/lib/udev/rules.d/"
  cp "$project"/systemd/polkit/* "$1/usr/share/polkit-1/rules.d/"
  cp "$project"/systemd/dbus/* "$1/usr/share/dbus-1/system.d/"
  find "$project/systemd" -maxdepth 1 -type f -exec cp {} "$1/usr/lib/systemd/system/" \;
  systemd-sysusers --root="$1" "$project/systemd/sysusers.d/otgw-pi.conf"
  for unit in "$project"/systemd/otgw-pi*; do
    if grep -q '^\[Install\]' "$unit"; then
      systemctl --root="$1" enable -q "$(basename "$unit")"
    fi
  done
}
