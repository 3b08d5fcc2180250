package org.otgwpi.railhub;

/**
 * The two boards there are.
 *
 * @see Wiring
 */
public enum Variant {
    RAILHUB32("railhub32", "RailHub32: 16 outputs that dim and blink", "ESP32-Controller-01", false, 320 * 1024),
    RAILHUB8266(
            "railhub8266",
            "RailHub8266: 7 outputs that dim, blink and chase",
            "ESP8266-Controller-01",
            true,
            80 * 1024);

    private final String personality;
    private final String description;
    private final String deviceName;
    private final boolean chases;
    private final int memoryBytes;

    Variant(String personality, String description, String deviceName, boolean chases, int memoryBytes) {
        this.personality = personality;
        this.description = description;
        this.deviceName = deviceName;
        this.chases = chases;
        this.memoryBytes = memoryBytes;
    }

    /** The name of the personality. */
    public String personality() {
        return personality;
    }

    /** The name of the board in the local network that the documents promise (railhub-remote-echo, AMB-7). */
    String hostName() {
        return personality;
    }

    String description() {
        return description;
    }

    /** What the board calls itself if nobody gave it a name. */
    String deviceName() {
        return deviceName;
    }

    /** Whether it has chasing groups, and what else tells the ESP8266's firmware from the other. */
    boolean chases() {
        return chases;
    }

    /** The memory that pages take for 100 %. */
    int memoryBytes() {
        return memoryBytes;
    }
}
