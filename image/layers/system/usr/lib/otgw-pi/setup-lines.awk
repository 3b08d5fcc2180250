# Turns a text that a user wrote into "key<TAB>value" lines: CR, blanks, quotes and a byte order mark go, bytes that are
# no UTF-8 count as Latin-1, lines that say nothing are left out, and one without "=" gets the key "?".
BEGIN {
    for (i = 0; i < 256; i++) code[sprintf("%c", i)] = i
}

NR == 1 { sub(/^\357\273\277/, "") }

{
    gsub(/\r/, "")
    gsub(/[\001-\010\013-\037\177]/, "?")
    line = trimmed($0)
    if (line == "" || line ~ /^[#;]/) next
    at = index(line, "=")
    if (at == 0) {
        print "?\t" utf8(line)
        next
    }
    key = tolower(trimmed(substr(line, 1, at - 1)))
    gsub(/[ \t-]+/, "_", key)
    value = trimmed(substr(line, at + 1))
    last = length(value)
    mark = substr(value, 1, 1)
    if (last >= 2 && (mark == "\"" || mark == "'") && substr(value, last) == mark) value = substr(value, 2, last - 2)
    gsub(/\t/, " ", value)
    print (key ~ /^[a-z0-9_]+$/ ? key : "?") "\t" utf8(value)
}

function trimmed(text) {
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    return text
}

function utf8(text,    i, n, byte, more, converted) {
    n = length(text)
    more = 0
    for (i = 1; i <= n; i++) {
        byte = code[substr(text, i, 1)]
        if (more > 0) {
            if (byte < 128 || byte > 191) return latin1(text)
            more--
        } else if (byte >= 240 && byte <= 244) more = 3
        else if (byte >= 224 && byte < 240) more = 2
        else if (byte >= 194 && byte < 224) more = 1
        else if (byte >= 128) return latin1(text)
    }
    return more > 0 ? latin1(text) : text
}

function latin1(text,    i, n, byte, converted) {
    n = length(text)
    converted = ""
    for (i = 1; i <= n; i++) {
        byte = code[substr(text, i, 1)]
        converted = converted (byte < 128 ? substr(text, i, 1) : sprintf("%c%c", 192 + int(byte / 64), 128 + byte % 64))
    }
    return converted
}
