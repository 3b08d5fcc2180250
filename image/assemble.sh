# The card, the update bundle and what goes with them.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# Partition table, in MiB: selector, boot A, boot B, extended, root A, root B, data. Its sizes are fixed: a card that was
# written once keeps them for ever, and every bundle must fit.
selector_at=4 boot_a_at=68 boot_b_at=196 extended_at=324 root_a_at=325 root_b_at=710 data_at=1095
selector_size=64 boot_size=128 root_size=384 data_size=64

# assemble SELECTOR BOOT ROOT TO: an image file; the second slot is empty.
assemble() {
  [ "$(stat -c %s "$3")" -le $((root_size << 20)) ] || fail "The root is larger than its partition, $root_size MiB"
  rm -f "$4"
  truncate -s $((data_at + data_size + 1))M "$4"
  mib=2048
  sfdisk -q "$4" << TABLE
label: dos
label-id: 0x$disk_id
unit: sectors
start=$((selector_at * mib)), size=$((selector_size * mib)), type=c, bootable
start=$((boot_a_at * mib)), size=$((boot_size * mib)), type=c
start=$((boot_b_at * mib)), size=$((boot_size * mib)), type=c
start=$((extended_at * mib)), type=5
start=$((root_a_at * mib)), size=$((root_size * mib)), type=83
start=$((root_b_at * mib)), size=$((root_size * mib)), type=83
start=$((data_at * mib)), type=83
TABLE
  dd if="$1" of="$4" bs=1M seek=$selector_at conv=notrunc,sparse 2>/dev/null
  dd if="$2" of="$4" bs=1M seek=$boot_a_at conv=notrunc,sparse 2>/dev/null
  dd if="$3" of="$4" bs=1M seek=$root_a_at conv=notrunc,sparse 2>/dev/null
  make_data "$work/data.img"
  dd if="$work/data.img" of="$4" bs=1M seek=$data_at conv=notrunc,sparse 2>/dev/null
  case $flavour in
    rpios) ;;
    *) OTGW_SLOTS="sim:$4" "$image/layers/system/usr/lib/otgw-pi/slotctl" write-new "$4" ;;
  esac
}

# make_data TO: the data partition as a new card has it.
make_data() {
  rm -f "$1"
  truncate -s ${data_size}M "$1"
  E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH mke2fs -q -t ext4 -L otgw-data -m 1 -J size=8 \
    -U 0715b007-0000-4000-8000-000000000007 -E hash_seed=0715b007-0000-4000-8000-000000000007,root_owner=0:0,lazy_itable_init=0 \
    -b 4096 -I 256 -i 16384 "$1"
}

# bundle BOOT ROOT VERSION TO: the signed update.
bundle() {
  rm -rf "$work/bundle" "$4"
  mkdir -p "$work/bundle"
  ln "$1" "$work/bundle/boot.img"
  ln "$2" "$work/bundle/root.img"
  cat > "$work/bundle/manifest.raucm" << MANIFEST
[update]
compatible=otgw-pi-$flavour
version=$3
build=$SOURCE_DATE_EPOCH

[bundle]
format=verity

[image.boot]
filename=boot.img

[image.rootfs]
filename=root.img
MANIFEST
  find "$work/bundle" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
  env -u SOURCE_DATE_EPOCH rauc bundle --signing-keyring="$keys/ca.pem" --cert="$keys/signer.pem" --key="$keys/signer.key" \
    --mksquashfs-args="-comp zstd -Xcompression-level ${OTGW_COMPRESSION:-12} -mkfs-time $SOURCE_DATE_EPOCH -all-time $SOURCE_DATE_EPOCH -processors 2" \
    "$work/bundle" "$4" > /dev/null
}
