# What the image's scripts share; sourced with $project set.
# shellcheck shell=sh disable=SC2034,SC2154 # used, and set, by those who source it

image=$project/image
cache=${OTGW_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/otgw-pi}
disk_id=6f746777

# Says what is done, with the seconds since the start.
started=$(date +%s)
say() { printf '%4d s  %s\n' $(($(date +%s) - started)) "$*" >&2; }
fail() { echo "$*" >&2; exit 1; }

# The entries of a list: without comments, separated by the first argument.
entries() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' "$1" | grep -v '^$'; }

# One name for the content of files and folders; what git ignores and the record itself apart.
content_of() {
  (cd "$project" && find "$@" \( -name node_modules -o -name keys -o -name __pycache__ \) -prune -o -type f \
    ! -name tested.sha256 -print | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1)
}

# What an image is made of and tested by.
inputs='image systemd scripts/image src/bench/pi.flags src/main web pom.xml'

# The tools of the build: command:package.
tools='mmdebstrap:mmdebstrap arch-test:arch-test qemu-aarch64-static:qemu-user-static mcopy:mtools mkfs.vfat:dosfstools
  mke2fs:e2fsprogs sfdisk:fdisk mksquashfs:squashfs-tools rauc:rauc mkimage:u-boot-tools depmod:kmod zstd:zstd xz:xz-utils
  dtc:device-tree-compiler cpio:cpio openssl:openssl'

# Installs the packages of "command:package" pairs whose command is missing.
need() {
  PATH=$PATH:/usr/sbin:/sbin
  missing=
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
  done
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || fail "These packages are needed:$missing. Install them with: sudo apt install$missing"
  apt-get update -q >&2
  # shellcheck disable=SC2086 # one word a package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
}
