package org.otgwpi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The 256 bytes that the chip remembers without power, laid out as firmware 6.6 or 5.8 does (otgw-core 1.12). */
final class Eeprom {

    static final int SIZE = 256;

    static final int SAVED_SETTINGS = 0x00;
    static final int GPIO_FUNCTIONS = 0x01;
    static final int AWAY_SETPOINT = 0x02;
    static final int LED_FUNCTIONS = 0x06;
    static final int THERMOSTAT_MODEL = 0x0D;
    static final int CONFIGURATION = 0x0E;
    static final int DHW_SETTING = 0x0F;
    static final int MAX_CH_SETTING = 0x11;
    static final int MESSAGE_INTERVAL = 0x13;
    static final int UNKNOWN_FLAGS = 0xD0;
    static final int ALTERNATIVES = 0xE0;
    static final int ALTERNATIVES_LENGTH = 32;

    private static final int TEXTS = 0x14;
    private static final int TEXTS_WITHOUT_INTERVAL = MESSAGE_INTERVAL;
    private static final String NAME = "A=OpenTherm Gateway ";
    private static final List<String> TEXT = List.of(
            "WDT reset!",
            "Thermostat disconnected",
            "Thermostat connected",
            "NG",
            "SE",
            "NS",
            "BV",
            "NF",
            "OR",
            "OE",
            "Medium",
            "High",
            "Low power",
            "Error ",
            "B=16:02 11-10-2024",
            "C=4 MHz",
            "WBPSCOULE");

    private final MemoryStore store;
    private final byte[] image;
    private boolean changed;

    Eeprom(Chip chip, MemoryStore store) {
        this.store = store;
        byte[] kept = store.load();
        image = kept != null && kept.length == SIZE ? kept.clone() : factoryImage(chip);
    }

    int get(int address) {
        return image[address] & 0xFF;
    }

    void set(int address, int value) {
        if (get(address) != (value & 0xFF)) {
            image[address] = (byte) value;
            changed = true;
        }
    }

    int word(int address) {
        return (get(address) << 8) | get(address + 1);
    }

    void setWord(int address, int word) {
        set(address, word >> 8);
        set(address + 1, word);
    }

    boolean bit(int address, int bit) {
        return ((get(address) >> bit) & 1) != 0;
    }

    void setBit(int address, int bit, boolean on) {
        set(address, on ? get(address) | (1 << bit) : get(address) & ~(1 << bit));
    }

    /** Hands the bytes to the store if any has changed. */
    void flush() {
        if (changed) {
            changed = false;
            store.save(image.clone());
        }
    }

    /** True if the firmware has a place for the message interval: not if its texts start there, as before 6.0. */
    boolean holdsMessageInterval() {
        return get(MESSAGE_INTERVAL) != NAME.charAt(0) || get(MESSAGE_INTERVAL + 1) != NAME.charAt(1);
    }

    private static byte[] factoryImage(Chip chip) {
        byte[] image = new byte[SIZE];
        image[SAVED_SETTINGS] = 0x77;
        image[AWAY_SETPOINT] = 16;
        put(image, LED_FUNCTIONS - 2, "L=FXOMPC");
        String rest = "\0" + String.join("\0", TEXT);
        switch (chip) {
            case PIC16F88 -> put(image, TEXTS_WITHOUT_INTERVAL, NAME + "5.8" + rest);
            case PIC16F1847 -> {
                image[MESSAGE_INTERVAL] = (byte) 200;
                put(image, TEXTS, NAME + "6.6" + rest);
            }
        }
        for (int i = 0; i < 8; i++) {
            image[ALTERNATIVES + i] = (byte) (116 + i);
        }
        return image;
    }

    private static void put(byte[] image, int address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, image, address, bytes.length);
    }
}
