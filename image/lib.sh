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

# Prints the files below the given paths, each ended by a zero byte: those that git has or would take, or all there are
# where there is no git. A clone and a work tree have the same.
files_of() {
  if git rev-parse --git-dir > /dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard -- "$@"
  else
    find "$@" \( -name node_modules -o -name keys -o -name __pycache__ \) -prune -o \( -type f -o -type l \) -print0
  fi
}

# One name for the content of files and folders: their names, their bytes, and whether they are programs. The record
# itself has no part in it.
content_of() {
  (cd "$project" && files_of "$@" | grep -zvxF image/tested.sha256 | LC_ALL=C sort -zu |
    xargs -0 sh -c 'for file; do if [ -e "$file" ] || [ -L "$file" ]; then printf "%s\\0" "$file"; fi; done' sh |
    tar --no-recursion --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --null -c -T - |
    sha256sum | cut -d ' ' -f 1)
}

# What an image is made of, and what it is made of and tested by.
parts="$(cd "$project" && find image -mindepth 1 -maxdepth 1 ! -name tests ! -name keys ! -name tested.sha256 | LC_ALL=C sort)
  systemd scripts/image src/bench/pi.flags src/main web pom.xml"
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
