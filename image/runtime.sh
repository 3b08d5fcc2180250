# The Java of the image: a jlink'd runtime with the modules of modules.list, the program, and its AOT cache.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# Prints the folder of the arm64 runtime; makes it if the JDK or the list changed.
runtime() {
  jdk=$(unpacked openjdk-25-jdk-headless)
  modules=$(entries "$image/runtime/modules.list" | paste -sd,)
  folder=$cache/runtime-$(echo "${jdk##*/} $modules" | sha256sum | cut -c1-16)
  if [ ! -d "$folder" ]; then
    say "the Java runtime: $(echo "$modules" | tr ',' '\n' | wc -l) modules"
    rm -rf "$folder.new"
    "$("$project/scripts/find-jdk")/bin/jlink" --module-path "$(dirname "$(find "$jdk" -name java.base.jmod)")" \
      --add-modules "$modules" --exclude-files='**.debuginfo' --strip-java-debug-attributes --no-header-files \
      --no-man-pages --compress zip-0 --output "$folder.new" >&2
    rm -rf "$folder.new/legal"
    mv "$folder.new" "$folder"
  fi
  echo "$folder"
}

# Builds the program's jar if its sources changed, or if it does not know the commit it is made of.
program() {
  jar=$project/target/otgw-pi.jar
  newer=$(find "$project/pom.xml" "$project/src/main" "$project/web" -name node_modules -prune -o -type f -newer "$jar" -print -quit 2>/dev/null || echo all)
  commit=$(git -C "$project" rev-parse --short=7 HEAD 2>/dev/null || echo 0000000)
  [ "$commit" = 0000000 ] || ! unzip -p "$jar" version.properties 2>/dev/null | grep -q '^commit=0000000' || newer=commit
  if [ ! -f "$jar" ] || [ -n "$newer" ]; then
    say "the program"
    command -v mvn >/dev/null || fail "Maven is missing: sudo apt install maven"
    (cd "$project" && JAVA_HOME=$(scripts/find-jdk) mvn -B -q -Dmaven.test.skip=true \
      -Dcommit="$commit" package >&2)
  fi
}

# put_program ROOT: the program, its runtime, and what the libraries would unpack at run time.
put_program() {
  library=$1/usr/lib/otgw-pi
  mkdir -p "$library/lib" "$library/native"
  cp -a "$(runtime)" "$library/runtime"
  cp "$project/target/otgw-pi.jar" "$library/"
  cp "$project"/target/lib/*.jar "$library/lib/"
  entries "$project/src/bench/pi.flags" > "$library/java.flags"
  unzip -q -o -j "$library"/lib/jSerialComm-*.jar 'Linux/armv8_64/*' -d "$library/native"
  # The AOT cache knows its files by their times: these do not change with the commit.
  find "$library/otgw-pi.jar" "$library/lib" "$library/runtime" "$library/native" -exec touch -h -d 2026-01-01T00:00:00Z {} +
}

# put_cache ROOT: the AOT cache, from a run of the program itself in the root: its pages are asked, then it ends.
put_cache() {
  key=$( (cd "$1/usr/lib/otgw-pi" && find otgw-pi.jar lib java.flags runtime -type f | LC_ALL=C sort |
    xargs sha256sum; cat "$image/runtime/train") | sha256sum | cut -c1-16)
  stored=$cache/aot-$key
  if [ ! -e "$stored" ]; then
    say "the AOT cache: the program runs once (about 2 minutes)"
    allow_arm64
    rm -f "$1/train.aot"
    cp "$image/runtime/train" "$1/train"
    # What it mounts is gone with it.
    unshare --mount chroot "$1" sh /train >&2 || fail "The program did not run in the image: see above"
    rm "$1/train"
    mv "$1/train.aot" "$stored"
  fi
  cp "$stored" "$1/usr/lib/otgw-pi/otgw-pi.aot"
}
