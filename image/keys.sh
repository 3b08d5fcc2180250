# The keys that sign bundles. A development CA is made at first use, in a folder that git ignores; a release sets
# OTGW_KEYS to a folder outside with ca.pem, signer.pem and signer.key.
# shellcheck shell=sh disable=SC2154 # sourced, with what the others set

keys=${OTGW_KEYS:-$image/keys}

make_keys() {
  [ ! -e "$keys/ca.pem" ] || return 0
  say "a development CA in $keys"
  mkdir -p "$keys"
  chmod 700 "$keys"
  (
    umask 077
    cd "$keys" || exit
    openssl req -x509 -newkey rsa:3072 -nodes -keyout ca.key -out ca.new -days 7300 -subj '/CN=otgw-pi development CA' \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2> /dev/null
    make_signer ca.new ca.key signer '/CN=otgw-pi development'
    mv ca.new ca.pem
  )
}

# make_signer CA CA-KEY NAME SUBJECT: a key and certificate that may sign bundles.
make_signer() {
  openssl req -newkey rsa:3072 -nodes -keyout "$3.key" -out "$3.csr" -subj "$4" 2> /dev/null
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n' > "$3.ext"
  openssl x509 -req -in "$3.csr" -CA "$1" -CAkey "$2" -CAcreateserial -days 7300 -extfile "$3.ext" -out "$3.pem" 2> /dev/null
  rm -f "$3.csr" "$3.ext"
}
