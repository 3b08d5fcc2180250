package org.otgwpi.otgw.files;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.Firmware;

/**
 * The version that a hex file of the gateway firmware carries in its EEPROM image, of which each byte fills a 16-bit
 * word (otgw-http-ws 1.11). Stateless.
 */
final class EmbeddedVersion {

    private static final int[] EEPROM_STARTS = {0x4200, 0xE000};
    private static final int EEPROM_SPAN = 0x100;
    private static final int DATA_RECORD = 0;
    private static final int HEADER_BYTES = 4;

    private EmbeddedVersion() {}

    /** The version in the Intel HEX text, or null if there is no banner of the gateway firmware in it. */
    static @Nullable String of(String hex) {
        byte[] image = new byte[EEPROM_SPAN];
        hex.lines().forEach(line -> read(line.strip(), image));
        String text = new String(image, StandardCharsets.ISO_8859_1);
        String banner = Firmware.GATEWAY.banner();
        int start = text.indexOf(banner);
        if (start < 0) {
            return null;
        }
        int end = start + banner.length();
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) <= '~') {
            end++;
        }
        String version = text.substring(start + banner.length(), end);
        return version.isEmpty() ? null : version;
    }

    /** A record is {@code :}, then in hexadecimal its length, 16-bit address, type, data and a check sum. */
    private static void read(String line, byte[] image) {
        if (!line.matches(":(?:[0-9A-Fa-f]{2}){5,260}")) {
            return;
        }
        byte[] bytes = HexFormat.of().parseHex(line, 1, line.length());
        int length = bytes[0] & 0xFF;
        if (bytes[3] != DATA_RECORD || bytes.length < HEADER_BYTES + length) {
            return;
        }
        int address = (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF);
        for (int start : EEPROM_STARTS) {
            for (int i = 0; i < length; i += 2) {
                int offset = address + i - start;
                if (offset >= 0 && offset < EEPROM_SPAN) {
                    image[offset / 2] = bytes[HEADER_BYTES + i];
                }
            }
        }
    }
}
