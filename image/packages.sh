# Debian packages of another suite and architecture than the building machine's, through its own mirror.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

apt=$cache/apt

# The machine's own mirrors: of Debian, and of its security updates.
# shellcheck disable=SC2016 # apt's own variables
mirror_of() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' |
    grep -E "$1" | head -n 1 | cut -d ' ' -f 2
}

# An apt of our own for arm64: the lists of the suites, nothing installed.
prepare_apt() {
  mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/etc/apt/apt.conf.d" "$apt/etc/apt/preferences.d" "$apt/unpacked"
  : > "$apt/status"
  if [ -z "${OTGW_MIRROR:-}" ] && [ -z "$(mirror_of .)" ]; then
    apt-get update -q >&2
  fi
  debian=${OTGW_MIRROR:-$(mirror_of '^[a-z]+ ')}
  security=${OTGW_SECURITY_MIRROR:-$(mirror_of '-security ')}
  [ -n "$debian" ] && [ -n "$security" ] ||
    fail "This machine's apt names no Debian mirror: set OTGW_MIRROR and OTGW_SECURITY_MIRROR to one"
  entries "$image/packages/suites.list" | while read -r suite components; do
    case $suite in *-security) uri=$security ;; *) uri=$debian ;; esac
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite $components"
  done > "$apt/sources.list"
  cat > "$apt/apt.conf" <<TEXT
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Dir "$apt";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::status "$apt/status";
Dir::State::lists "$apt/state/lists";
Dir::Cache "$apt/cache";
TEXT
  export APT_CONFIG="$apt/apt.conf"
  if [ -z "$(find "$apt/state/lists" -maxdepth 1 -name '*Packages*' -mmin -1440 -print -quit)" ]; then
    apt-get update -q >&2
  fi
}

# The version that apt would take.
version_of() { apt-cache policy "$1" | sed -n 's/^  Candidate: //p'; }

# Prints the folder with the files of a package, fetched and unpacked once a version.
unpacked() {
  package=$1
  if [ "$package" = linux-image-arm64 ]; then
    package=$(apt-cache depends linux-image-arm64 | sed -n 's/^  Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  fi
  folder=$apt/unpacked/${package}_$(version_of "$package" | tr ':' '_')
  if [ ! -d "$folder" ]; then
    (cd "$apt/cache/archives" && rm -f "${package}"_*.deb && apt-get download -q "$package" >&2 &&
      rm -rf "$folder.new" && dpkg -x "${package}"_*.deb "$folder.new" && rm "${package}"_*.deb)
    mv "$folder.new" "$folder"
  fi
  echo "$folder"
}
