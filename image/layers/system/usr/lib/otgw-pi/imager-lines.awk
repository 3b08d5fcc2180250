# Turns what Raspberry Pi Imager writes into the same "key<TAB>value" lines as setup-lines.awk. The variable "form" says
# which file it is: firstrun (shell), toml, user (cloud-init user-data) or network (cloud-init network-config). Only the
# lines that Imager itself writes are understood; whatever else stands in them is never run and never guessed at.

{ sub(/\r$/, "") }

form == "firstrun" && match($0, /imager_custom (set_hostname|set_wlan|set_timezone|enable_ssh) /) {
    words = shell_words(substr($0, RSTART))
    if (word[2] == "set_hostname" && words >= 3) emit("hostname", word[3])
    if (word[2] == "set_timezone" && words >= 3) emit("timezone", word[3])
    if (word[2] == "enable_ssh" && word[3] == "-k") for (i = 4; i <= words; i++) emit("ssh_key", word[i])
    if (word[2] == "set_wlan") {
        first = 3
        if (word[3] == "-h") {
            emit("wifi_hidden", "yes")
            first = 4
        }
        if (words >= first) emit("wifi_ssid", word[first])
        if (words > first) emit("wifi_password", word[first + 1])
        if (words > first + 1) emit("wifi_country", word[first + 2])
    }
}

form == "toml" && /^[ \t]*\[/ {
    section = $0
    gsub(/[][ \t]/, "", section)
}

form == "toml" && /^[ \t]*[a-z_]+[ \t]*=/ {
    name = section "." trimmed(substr($0, 1, index($0, "=") - 1))
    rest = trimmed(substr($0, index($0, "=") + 1))
    if (name == "system.hostname") emit("hostname", scalar(rest))
    if (name == "locale.timezone") emit("timezone", scalar(rest))
    if (name == "wlan.ssid") emit("wifi_ssid", scalar(rest))
    if (name == "wlan.password") emit("wifi_password", scalar(rest))
    if (name == "wlan.country") emit("wifi_country", scalar(rest))
    if (name == "wlan.hidden" && rest ~ /^true/) emit("wifi_hidden", "yes")
    if (name == "ssh.authorized_keys") {
        while (match(rest, /"[^"]*"/)) {
            emit("ssh_key", substr(rest, RSTART + 1, RLENGTH - 2))
            rest = substr(rest, RSTART + RLENGTH)
        }
    }
}

form == "user" && /^[ \t]*(hostname|timezone):/ {
    emit(trimmed(substr($0, 1, index($0, ":") - 1)), scalar(substr($0, index($0, ":") + 1)))
}
form == "user" && keys_follow && /^[ \t]*- / { emit("ssh_key", scalar(substr($0, index($0, "-") + 1))) }
form == "user" && !/^[ \t]*- / { keys_follow = 0 }
form == "user" && /^[ \t]*ssh_authorized_keys:[ \t]*$/ { keys_follow = 1 }

form == "network" && /^[ \t]*#/ { next }
form == "network" && point_follows && /:[ \t]*(\{\})?[ \t]*$/ {
    sub(/:[ \t]*(\{\})?[ \t]*$/, "")
    emit("wifi_ssid", scalar($0))
    point_follows = 0
    next
}
form == "network" && /^[ \t]*access-points:[ \t]*$/ && !points++ { point_follows = 1 }
form == "network" && points == 1 && /^[ \t]*password:/ { emit("wifi_password", scalar(substr($0, index($0, ":") + 1))) }
form == "network" && points == 1 && /^[ \t]*hidden:[ \t]*true/ { emit("wifi_hidden", "yes") }
form == "network" && /^[ \t]*regulatory-domain:/ { emit("wifi_country", scalar(substr($0, index($0, ":") + 1))) }

function emit(key, value) {
    gsub(/[\001-\037\177]/, "?", value)
    print key "\t" value
}

function trimmed(text) {
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    return text
}

# A plain, 'single' or "double" quoted scalar of YAML or TOML.
function scalar(text,    i, c, made) {
    text = trimmed(text)
    if (substr(text, 1, 1) == "'") {
        text = substr(text, 2, length(text) - 2)
        gsub(/''/, "'", text)
        return text
    }
    if (substr(text, 1, 1) != "\"") return text
    made = ""
    for (i = 2; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "\"") break
        if (c == "\\") c = substr(text, ++i, 1)
        made = made c
    }
    return made
}

# Splits as the shell does, without any expansion; the words are word[1..n]. A $ or ` that would expand ends the line.
function shell_words(text,    i, c, mark, n, open) {
    n = 0
    open = 0
    mark = ""
    for (i = 1; i <= length(text) + 1; i++) {
        c = substr(text, i, 1)
        if (mark == "" && (c == " " || c == "\t" || c == "")) {
            open = 0
            continue
        }
        if (!open) {
            word[++n] = ""
            open = 1
        }
        if (mark == "" && (c == "'" || c == "\"")) mark = c
        else if (c == mark) mark = ""
        else if (mark != "'" && (c == "$" || c == "`")) return n - 1
        else if (mark != "'" && c == "\\") word[n] = word[n] substr(text, ++i, 1)
        else word[n] = word[n] c
    }
    return n
}
