package org.otgwpi.board;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How an adapter gets its IPv4 address. Immutable.
 *
 * @param manual false if the router gives it (DHCP); then the rest is empty
 * @param address with the length of its network: {@code 192.168.1.50/24}
 * @param gateway the router; may be empty
 * @param nameServers may be empty
 */
public record Addressing(boolean manual, String address, String gateway, List<String> nameServers) {

    /** The router gives the address. */
    public static final Addressing AUTOMATIC = new Addressing(false, "", "", List.of());

    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern LENGTH = Pattern.compile("[89]|[12]\\d|30");
    private static final int MOST_SERVERS = 3;

    public Addressing {
        nameServers = List.copyOf(nameServers);
    }

    /**
     * An address that does not change.
     *
     * @throws IllegalArgumentException with a sentence for the user if one of them is not of its form
     */
    public static Addressing manual(String address, String gateway, List<String> nameServers) {
        String[] parts = address.split("/", -1);
        if (parts.length != 2
                || !isAddress(parts[0])
                || !LENGTH.matcher(parts[1]).matches()) {
            throw new IllegalArgumentException("An address has the form 192.168.1.50/24, not \"" + address + "\".");
        }
        if (!gateway.isEmpty() && !isAddress(gateway)) {
            throw new IllegalArgumentException("A router's address has the form 192.168.1.1, not \"" + gateway + "\".");
        }
        for (String server : nameServers) {
            if (!isAddress(server)) {
                throw new IllegalArgumentException(
                        "A name server's address has the form 192.168.1.1, not \"" + server + "\".");
            }
        }
        if (nameServers.size() > MOST_SERVERS) {
            throw new IllegalArgumentException("No more than " + MOST_SERVERS + " name servers are asked.");
        }
        return new Addressing(true, address, gateway, nameServers);
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
