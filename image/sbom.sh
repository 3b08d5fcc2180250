# What is in the image, as CycloneDX: Debian's packages, and those that the program's own list names.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

bill_of_materials() {
  {
    chroot_status=$work/root/var/lib/dpkg/status
    awk -F': ' '/^Package: /{p=$2} /^Version: /{v=$2} /^Architecture: /{a=$2} /^$/{print p "\t" v "\t" a}' "$chroot_status"
    entries "$image/packages/unpacked.list" | while read -r package; do
      folder=$(basename "$(unpacked "$package")")
      [ "$package" = u-boot-qemu ] || printf '%s\t%s\tarm64\n' "${folder%%_*}" "${folder#*_}"
    done
  } | LC_ALL=C sort -u > "$work/packages.tsv"
  python3 - "$work/packages.tsv" "$project/target/sbom.json" "$version" "$flavour" > "$1" << 'PYTHON'
import json, sys
packages, program, version, flavour = sys.argv[1:]
bill = json.load(open(program))
bill["metadata"]["component"] = {"type": "operating-system", "name": "otgw-pi-" + flavour, "version": version}
bill.pop("serialNumber", None)
bill["metadata"].pop("timestamp", None)
for line in open(packages):
    name, of_version, architecture = line.rstrip("\n").split("\t")
    bill["components"].append({"type": "library", "name": name, "version": of_version,
        "purl": f"pkg:deb/debian/{name}@{of_version}?arch={architecture}"})
json.dump(bill, sys.stdout, indent=1, sort_keys=True)
PYTHON
}
