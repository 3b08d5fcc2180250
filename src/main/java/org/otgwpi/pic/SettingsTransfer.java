package org.otgwpi.pic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the settings in the chip's EEPROM from one version of the gateway firmware to another (otgw-core 6.8). Immutable. */
public final class SettingsTransfer {

    private static final int COLUMNS = 6;
    private static final int MOST_IDS = 16;

    /**
     * Where the settings of an id lie from a version on.
     *
     * @param address of the first byte; from 256 on its low byte is the value itself
     * @param mask bits that come from the new firmware
     */
    private record Place(int id, String since, int address, int size, int mask) {

        private int valueIn(int[] eeprom, int index) {
            return address < FlashLayout.EEPROM_BYTES
                    ? eeprom[(address + index) % FlashLayout.EEPROM_BYTES]
                    : address & 0xFF;
        }
    }

    private final List<Place> places;

    private SettingsTransfer(List<Place> places) {
        this.places = places;
    }

    /** The rules that the program knows. */
    public static SettingsTransfer load() {
        return new SettingsTransfer(ResourceTable.rows("eeprom-transfer.txt", COLUMNS).stream()
                .map(SettingsTransfer::place)
                .toList());
    }

    private static Place place(List<String> cells) {
        return new Place(
                Integer.parseInt(cells.get(0)),
                cells.get(1),
                Integer.parseInt(cells.get(2), 16),
                Integer.parseInt(cells.get(3)),
                Integer.parseInt(cells.get(4), 16));
    }

    /**
     * Changes the bytes that a new firmware brings along so that the settings of the old one stay.
     *
     * @param old the 256 bytes of the chip under {@code oldVersion}
     * @param fresh the 256 bytes of {@code newVersion}, which are changed
     */
    public void apply(String oldVersion, int[] old, String newVersion, int[] fresh) {
        Map<Integer, Place> before = placesOf(oldVersion);
        Map<Integer, Place> after = placesOf(newVersion);
        for (int id = 0; id < MOST_IDS; id++) {
            Place from = before.get(id);
            Place to = after.get(id);
            if (from != null && to != null) {
                move(from, old, to, fresh);
            }
        }
    }

    private static void move(Place from, int[] old, Place to, int[] fresh) {
        int mask = from.mask | to.mask;
        for (int j = 0; j < from.size && j < to.size && to.address + j < FlashLayout.EEPROM_BYTES; j++) {
            int at = to.address + j;
            fresh[at] = (fresh[at] & mask) | (from.valueIn(old, j) & ~mask & 0xFF);
        }
    }

    private Map<Integer, Place> placesOf(String version) {
        Map<Integer, Place> found = new TreeMap<>();
        for (Place place : places) {
            if (VersionOrder.compare(version, place.since) >= 0) {
                found.put(place.id, place);
            }
        }
        return found;
    }
}
