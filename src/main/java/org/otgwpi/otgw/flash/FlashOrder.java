package org.otgwpi.otgw.flash;

import org.jspecify.annotations.Nullable;

/** What is to be written to the gateway chip. Immutable. */
public final class FlashOrder {

    private final String device;
    private final String name;
    private final byte[] hex;
    private final @Nullable OldSettings settings;

    /**
     * @param device the chip: {@code pic16f1847}
     * @param name of the hex file
     * @param hex its content, which nobody changes any more
     * @param settings the chip had before the first attempt; null if there was none
     */
    public FlashOrder(String device, String name, byte[] hex, @Nullable OldSettings settings) {
        this.device = device;
        this.name = name;
        this.hex = hex;
        this.settings = settings;
    }

    public String device() {
        return device;
    }

    public String name() {
        return name;
    }

    byte[] hex() {
        return hex;
    }

    public @Nullable OldSettings settings() {
        return settings;
    }

    FlashOrder with(OldSettings saved) {
        return new FlashOrder(device, name, hex, saved);
    }
}
