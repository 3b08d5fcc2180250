# scripts/image test
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

test_usage() {
  cat <<'TEXT'
Usage: scripts/image test [--fast | --if-changed] [--only NAME]... [--image FILE]

Tests the image. --fast: what needs no image, a few minutes. Without: also builds it, if the one that is
there is made of something else, and boots it.
  --if-changed    the fast part; build and boot only if what the image is made of differs from the last run that passed,
                  which image/tested.sha256 names
  --only NAME     only this module, class or test of image/tests, such as test_boot
  --image FILE    the image to boot; default: the newest in target/image
Serial logs and pictures stay in target/image-tests.
TEXT
}

# Whether target/image holds what would be built now.
is_built() {
  # shellcheck disable=SC2086 # paths
  [ "$(cat "$project/target/image/built-debian.sha256" 2>/dev/null)" = "$(content_of $parts)" ] &&
    ls "$project"/target/image/otgw-pi-[0-9]*.img > /dev/null 2>&1
}

test_image() {
  mode=whole named=false
  for word in "$@"; do
    case $word in
      --help) test_usage; exit 0 ;;
      --fast) mode=fast ;;
      --if-changed) mode=changed ;;
      --only) mode=only ;;
      --image | --image=*) named=true ;;
    esac
  done
  # shellcheck disable=SC2086 # pairs
  need $tools shellcheck:shellcheck qemu-system-aarch64:qemu-system-arm debugfs:e2fsprogs unsquashfs:squashfs-tools \
    ssh-keygen:openssh-client systemd-analyze:systemd python3:python3 fdtoverlay:device-tree-compiler unzip:unzip
  (prepare_apt && unpacked linux-image-arm64 && unpacked u-boot-qemu && unpacked u-boot-rpi) > /dev/null
  program
  tests=$project/image/tests/run
  # shellcheck disable=SC2086 # paths
  content=$(content_of $inputs)
  case $mode in
    fast | only)
      exec "$tests" "$@"
      ;;
    changed)
      "$tests" --fast
      if [ "$content" = "$(cat "$image/tested.sha256" 2>/dev/null)" ]; then
        say "the image is made of what the last run saw"
        return 0
      fi
      say "the image's content differs from the last run's: building and booting it"
      ;;
  esac
  need chromium:chromium
  $named || is_built || (build --no-xz)
  say "the image is there: testing it"
  if [ "$mode" = whole ]; then "$tests" "$@"; else "$tests" --boot; fi
  $named || echo "$content" > "$image/tested.sha256"
}
