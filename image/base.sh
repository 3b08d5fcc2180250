# The root file system as Debian makes it: the packages of base.list, before anything of ours.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# Lets the kernel run arm64 programs: mmdebstrap runs the packages' scripts.
allow_arm64() {
  arch-test arm64 >/dev/null 2>&1 && return 0
  binfmt=/proc/sys/fs/binfmt_misc
  [ -e $binfmt/register ] || mount -t binfmt_misc binfmt_misc $binfmt
  [ -e $binfmt/qemu-aarch64 ] || sed 's/:[A-Z]*$/:OCPF/' /usr/lib/binfmt.d/qemu-aarch64.conf > $binfmt/register
  arch-test arm64 >/dev/null || fail "This machine's kernel does not run arm64 programs through qemu-user-static"
}

# What the base depends on: the lists, the hooks, and the versions that apt would take.
base_key() {
  {
    cat "$image/packages/suites.list" "$image/packages/base.list" "$image"/hooks/*
    # shellcheck disable=SC2046 # one word a package
    apt-get install -q --simulate $(entries "$image/packages/base.list") | sed -n 's/^Inst //p' | LC_ALL=C sort
  } | sha256sum | cut -c1-16
}

# Prints the archive of the base; makes it if its packages changed since the last time.
base() {
  archive=$cache/base-$(base_key).tar.zst
  if [ ! -e "$archive" ]; then
    say "the base: $(entries "$image/packages/base.list" | wc -l) packages and what they need (about 8 minutes)"
    allow_arm64
    env -u APT_CONFIG mmdebstrap --mode=root --architectures=arm64 --variant=minbase --format=tar \
      --include="$(entries "$image/packages/base.list" | paste -sd,)" \
      --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
      --dpkgopt='path-exclude=/usr/share/i18n/*' \
      --essential-hook="$image/hooks/essential" --customize-hook="$image/hooks/customize" \
      --skip=check/qemu trixie "$cache/base.tar.new" "$apt/sources.list" >&2
    zstd -q -T0 --rm -f "$cache/base.tar.new" -o "$archive.new"
    mv "$archive.new" "$archive"
    say "the base is made"
  fi
  echo "$archive"
}
