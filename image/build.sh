# scripts/image build
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

build_usage() {
  cat <<'TEXT'
Usage: scripts/image build [--flavour debian|rpios] [--version V] [--base-image FILE --base-sha256 HASH] [--no-xz]

Makes target/image/otgw-pi-V.img.xz (for the card), otgw-pi-V.raucb (for the update page), the list of what is in them
(otgw-pi-V.sbom.json) and SHA256SUMS. The first time takes about 10 minutes: the base and the Java runtime are kept in
${XDG_CACHE_HOME:-~/.cache}/otgw-pi (OTGW_IMAGE_CACHE) until their packages change. Needs root, for arm64 programs to run.

  --flavour debian    Debian's kernel, U-Boot: Pi 3, 4, Zero 2 W (the default)
  --flavour rpios     kernel and firmware of a Raspberry Pi OS Lite image, given with --base-image and checked by its hash
  --version V         default: the version in pom.xml
  --no-xz             leaves the image uncompressed
Keys: image/keys, a development CA made at first use, or OTGW_KEYS.
TEXT
}

build() {
  flavour=debian version='' compress=true base_image='' base_hash=''
  while [ $# -gt 0 ]; do
    case $1 in
      --flavour) flavour=$2; shift ;;
      --version) version=$2; shift ;;
      --base-image) base_image=$2; shift ;;
      --base-sha256) base_hash=$2; shift ;;
      --no-xz) compress=false ;;
      --help) build_usage; exit 0 ;;
      *) fail "scripts/image build knows no option $1: see scripts/image build --help" ;;
    esac
    shift
  done
  case $flavour in debian | rpios) ;; *) fail "There is no flavour $flavour: there is debian and rpios" ;; esac
  [ -n "$version" ] || version=$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' "$project/pom.xml" | head -n 1)
  echo "$version" | grep -qE '^[0-9][0-9A-Za-z.+~-]*$' || fail "A version looks like 1.2.3, not $version"
  [ "$(id -u)" = 0 ] || fail "The build runs arm64 programs in a root of their own: run it as root"
  # shellcheck disable=SC2086 # pairs
  need $tools unzip:unzip
  SOURCE_DATE_EPOCH=$(git -C "$project" log -1 --format=%ct 2>/dev/null || stat -c %Y "$project/pom.xml")
  export SOURCE_DATE_EPOCH
  work=$cache/work-$flavour
  out=${OTGW_IMAGE_OUT:-$project/target/image}
  mkdir -p "$work" "$out"

  # shellcheck disable=SC2086 # paths
  content=$(content_of $parts)
  prepare_apt
  [ -z "${OTGW_KEYS:-}" ] || [ -e "$keys/ca.pem" ] || fail "There is no ca.pem in OTGW_KEYS ($keys): new keys are only made in image/keys"
  make_keys
  archive=$(base)
  program
  if [ "$flavour" = rpios ]; then
    kernel=$(take_base_image "$base_image" "$base_hash")
  else
    kernel=$(unpacked linux-image-arm64)
  fi
  say "the root of a slot"
  make_root "$archive" "$kernel" "$work/root.squashfs"
  say "boot partitions"
  make_boot "$kernel" "$work/boot.vfat"
  make_selector "$work/selector.vfat"
  name=otgw-pi-$version
  [ "$flavour" = debian ] || name=otgw-pi-$flavour-$version
  say "the card"
  assemble "$work/selector.vfat" "$work/boot.vfat" "$work/root.squashfs" "$out/$name.img"
  say "the bundle"
  bundle "$work/boot.vfat" "$work/root.squashfs" "$version" "$out/$name.raucb"
  bill_of_materials "$out/$name.sbom.json"
  if $compress; then
    say "compressing the card's image"
    xz -T2 -4 -f -k "$out/$name.img"
  else
    rm -f "$out/$name.img.xz"
  fi
  (cd "$out" && for file in otgw-pi-*; do [ -e "$file.xz" ] || sha256sum "$file"; done > SHA256SUMS.new &&
    mv SHA256SUMS.new SHA256SUMS)
  echo "$content" > "$out/built-$flavour.sha256"
  say "done: $(cd "$out" && du -m "$name".* | awk '{printf "%s %s MB  ", $2, $1}')"
}
