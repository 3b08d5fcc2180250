"""Update bundles for the tests: other versions of the last built system, good ones, spoilt ones, and files that are none."""

import os
import shutil
import subprocess

from machine import PROJECT

# $4 spoils the system. What a spoilt one never reaches is left out, and the tests need not wait as long as a slow Pi may
# take: an emulated machine is slow enough.
SYSTEM = """
set -eu
project=$1 folder=$2 version=$3
for part in lib packages base keys runtime modules boot root assemble; do . "$project/image/$part.sh"; done
flavour=debian work=$folder/work-$version SOURCE_DATE_EPOCH=1700000000 OTGW_COMPRESSION=1
built=$cache/work-$flavour root=$work/root library=$work/root/usr/lib/otgw-pi
mkdir -p "$work"
cp -a "$built/root" "$root"
cp "$built/boot.vfat" "$work/boot.vfat"
echo "$version" > "$library/version"
echo "$version test" > "$library/build"
unit=$root/usr/lib/systemd/system/otgw-pi.service
case $4 in
  crash) printf '#!/bin/sh\\nexit 1\\n' > "$library/start" ;;
  hang) printf '#!/bin/sh\\nexec sleep 100000\\n' > "$library/start" ;;
  unhealthy)
    printf '#!/bin/sh\\nsystemd-notify --ready\\nexec sleep 100000\\n' > "$library/start"
    sed -i '/^WatchdogSec/d; s/^NotifyAccess.*/NotifyAccess=all/' "$unit"
    ;;
  kernel)
    truncate -s 2M "$work/boot.new" && mkfs.vfat -n EMPTY "$work/boot.new" > /dev/null
    mv "$work/boot.new" "$work/boot.vfat"
    ;;
esac
if [ "$4" != good ]; then
  rm -rf "$library/runtime" "$library/lib" "$library/otgw-pi.jar" "$library/otgw-pi.aot" "$root"/usr/lib/firmware/* \
    "$root"/usr/lib/aarch64-linux-gnu/gconv
  for each in NetworkManager avahi-daemon ssh polkit systemd-timesyncd systemd-logind; do
    ln -sf /dev/null "$root/etc/systemd/system/$each.service"
  done
  sed -i 's/+ 300/+ 20/' "$library/health"
  sed -i 's/^TimeoutStartSec=.*/TimeoutStartSec=15/' "$unit"
fi
case $4 in
  kernel | root) head -c 1000000 /dev/urandom > "$work/root.squashfs" ;;
  *) mksquashfs "$root" "$work/root.squashfs" -comp zstd -Xcompression-level 3 -b 256K -noappend -no-progress -quiet > /dev/null ;;
esac
bundle "$work/boot.vfat" "$work/root.squashfs" "$version" "$folder/$version.raucb"
rm -rf "$work"
"""

# A bundle of a few kilobytes, made with the keys in $2, of the format $4, for the machine $5.
SMALL = """
set -eu
project=$1 folder=$3
for part in lib keys assemble; do . "$project/image/$part.sh"; done
keys=$2 flavour=debian
make_keys
rm -rf "$folder/$6"
mkdir -p "$folder/$6"
head -c 300000 /dev/urandom > "$folder/$6/boot.img"
head -c 300000 /dev/urandom > "$folder/$6/root.img"
printf '[update]\\ncompatible=%s\\nversion=9.9.9\\n\\n[bundle]\\nformat=%s\\n\\n[image.boot]\\nfilename=boot.img\\n\\n[image.rootfs]\\nfilename=root.img\\n' \\
  "$5" "$4" > "$folder/$6/manifest.raucm"
rauc bundle --signing-keyring="$keys/ca.pem" --cert="$keys/signer.pem" --key="$keys/signer.key" "$folder/$6" "$folder/$6.raucb" > /dev/null
rm -rf "$folder/$6"
"""


def keys():
    return os.environ.get("OTGW_KEYS") or os.path.join(PROJECT, "image/keys")


def run(script, *arguments):
    done = subprocess.run(["sh", "-c", script, "sh", PROJECT, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def system(folder, version, kind):
    """A bundle with a whole system; its path."""
    run(SYSTEM, folder, version, kind)
    return os.path.join(folder, version + ".raucb")


def small(folder, name, *, signer=None, form="verity", compatible="otgw-pi-debian"):
    run(SMALL, signer or keys(), folder, form, compatible, name)
    return os.path.join(folder, name + ".raucb")


def changed(bundle, name, at, content):
    """A copy with other bytes at a place, counted from the end if it is negative."""
    path = os.path.join(os.path.dirname(bundle), name)
    shutil.copy(bundle, path)
    with open(path, "r+b") as file:
        file.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
        file.write(content)
    return path


def cut(bundle, name, size):
    path = os.path.join(os.path.dirname(bundle), name)
    with open(bundle, "rb") as whole, open(path, "wb") as file:
        file.write(whole.read(size))
    return path
