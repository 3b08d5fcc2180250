package org.otgwpi.otgw.flash;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was in the chip's EEPROM before the first attempt to flash it. Immutable.
 *
 * @param version of the gateway firmware that wrote it; null if another firmware ran or none is known
 * @param eeprom its 256 bytes
 */
public record OldSettings(@Nullable String version, List<Integer> eeprom) {

    public OldSettings {
        eeprom = List.copyOf(eeprom);
        if (eeprom.size() != 256) {
            throw new IllegalArgumentException("an EEPROM has 256 bytes, not " + eeprom.size());
        }
    }

    int[] bytes() {
        return eeprom.stream().mapToInt(Integer::intValue).toArray();
    }

    /** 512 hexadecimal digits. */
    String hex() {
        byte[] bytes = new byte[eeprom.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = eeprom.get(i).byteValue();
        }
        return HexFormat.of().formatHex(bytes);
    }

    /** @throws IllegalArgumentException if these are not 512 hexadecimal digits */
    static OldSettings of(@Nullable String version, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        List<Integer> eeprom = new java.util.ArrayList<>();
        for (byte each : bytes) {
            eeprom.add(each & 0xFF);
        }
        return new OldSettings(version, eeprom);
    }
}
