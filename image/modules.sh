# Kernel modules: takes those that a list names, and what they depend on.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

# take_modules FROM LIST TO: copies from one /usr/lib/modules/VERSION to another, and indexes it.
take_modules() {
  from=$1 list=$2 to=$3
  mkdir -p "$to"
  [ -e "$from/modules.dep" ] || depmod -b "${from%/usr/lib/modules/*}/usr" "${from##*/}" 2>/dev/null ||
    fail "depmod cannot index $from"
  entries "$list" | awk -v dep="$from/modules.dep" '
    function base(path) { sub(/.*\//, "", path); sub(/\.ko.*/, "", path); gsub(/-/, "_", path); return path }
    BEGIN {
      while ((getline line < dep) > 0) {
        split(line, parts, ":"); path = parts[1]; needs[path] = parts[2]; of[base(path)] = path; all[path] = 1
      }
    }
    function take(path,    n, list, i) {
      if (path in taken) return
      taken[path] = 1; print path
      n = split(needs[path], list, " ")
      for (i = 1; i <= n; i++) take(list[i])
    }
    {
      wanted = $1; found = 0
      if (index(wanted, "/")) {
        for (path in all) if (index(path, wanted) == 1) { take(path); found = 1 }
      } else {
        gsub(/-/, "_", wanted)
        if (wanted in of) { take(of[wanted]); found = 1 }
      }
      if (!found) print "  this kernel has no module " $1 " (it may be built in)" > "/dev/stderr"
    }' | LC_ALL=C sort > "$to.paths"
  (cd "$from" && cpio --quiet -pdm "$to" < "$to.paths")
  cp "$from/modules.order" "$from/modules.builtin" "$from/modules.builtin.modinfo" "$to/"
  rm "$to.paths"
}
