#!/bin/sh
# The air around a device under test, inside its own system: three virtual radios, of which the device keeps the first;
# the second is a router with the Wi-Fi "Home", the third a phone. Each lives in a network namespace of its own.
#   radios.sh start                 the radios and the router
#   radios.sh phone PASSWORD        the phone joins otgw-setup and gets an address
#   radios.sh phone-get URL         the phone opens an address; headers and body
#   radios.sh phone-post URL JSON   the phone sends a form
#   radios.sh home-get URL          somebody in the Wi-Fi "Home" opens an address
#   radios.sh home-leases           who has which address in "Home"
# shellcheck disable=SC2086 # the folder is one word
set -eu
folder=${RADIOS:-/run/radios}
busybox=${BUSYBOX:-$folder/busybox}

space() {
    name=$1
    shift
    ip netns exec "$name" "$@"
}

start() {
    mkdir -p $folder
    [ -d /sys/module/mac80211_hwsim ] || modprobe mac80211_hwsim radios=3
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ ! -e /sys/class/net/wlan2 ] || break
        sleep 1
    done
    # The device is to find the router on the air when it sees its radio.
    for place in waiting router phone; do
        ip netns add $place
    done
    iw phy "$(cat /sys/class/net/wlan0/phy80211/name)" set netns name waiting
    mkdir -p /etc/netns/phone
    echo nameserver 192.168.4.1 >/etc/netns/phone/resolv.conf
    iw phy "$(cat /sys/class/net/wlan1/phy80211/name)" set netns name router
    iw phy "$(cat /sys/class/net/wlan2/phy80211/name)" set netns name phone
    cat >$folder/router.conf <<END
ctrl_interface=$folder/router
network={
    ssid="Home"
    mode=2
    frequency=2412
    key_mgmt=WPA-PSK
    proto=RSN
    pairwise=CCMP
    psk="correct horse"
}
END
    space router ip link set lo up
    space router ip link set wlan1 up
    space router wpa_supplicant -B -P $folder/router.pid -i wlan1 -D nl80211 -c $folder/router.conf >/dev/null
    space router ip address add 10.7.0.1/24 dev wlan1
    space router dnsmasq --user=root --interface=wlan1 --bind-interfaces --no-resolv --no-hosts --conf-file=/dev/null \
        --dhcp-range=10.7.0.10,10.7.0.20,1h --dhcp-leasefile=$folder/leases --pid-file=$folder/dnsmasq.pid
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        ! space router iw dev wlan1 info | grep -q channel || break
        sleep 1
    done
    space waiting iw phy "$(space waiting cat /sys/class/net/wlan0/phy80211/name)" set netns 1
}

phone() {
    cat >$folder/phone.conf <<END
ctrl_interface=$folder/phone
network={
    ssid="otgw-setup"
    key_mgmt=WPA-PSK
    psk="$1"
}
END
    [ ! -e $folder/phone.pid ] || kill "$(cat $folder/phone.pid)" || true
    sleep 1
    space phone ip link set lo up
    space phone ip link set wlan2 up
    space phone wpa_supplicant -B -P $folder/phone.pid -i wlan2 -D nl80211 -c $folder/phone.conf >/dev/null
    cat >$folder/udhcpc <<'END'
#!/bin/sh
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
ip address flush dev "$interface"
ip address add "$ip/24" dev "$interface"
ip route replace default via "$router"
echo "address $ip, router $router, names from $dns"
END
    chmod +x $folder/udhcpc
    space phone "$busybox" udhcpc -i wlan2 -n -q -t 20 -T 3 -s $folder/udhcpc 2>&1 | grep -v "^udhcpc"
}

verb=$1
shift
case $verb in
    start) start ;;
    phone) phone "$1" ;;
    phone-get) space phone curl -s -i -m 30 -H "Accept: text/html" "$1" ;;
    phone-post) space phone curl -s -i -m 60 -H "Content-Type: application/json" -d "$2" "$1" ;;
    home-get) space router curl -s -i -m 30 "$1" ;;
    home-leases) cat $folder/leases ;;
    *)
        echo "radios.sh: there is no $verb" >&2
        exit 2
        ;;
esac
