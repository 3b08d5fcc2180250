package org.otgwpi.otgw.gateway;

import org.otgwpi.otgw.gateway.GatewayState.Mode;
import org.otgwpi.pic.Firmware;
import org.otgwpi.pic.FirmwareVersion;

/** What the chip has told of itself: its firmware and its modes (otgw-core 1.9). Not thread-safe. */
final class ChipFacts {

    private GatewayState.Chip firmware =
            new GatewayState.Chip(GatewayState.Chip.NOT_FOUND, null, GatewayState.Chip.NOT_FOUND);
    private boolean available;
    private Mode mode = Mode.UNKNOWN;
    private boolean summaryMode;

    GatewayState.Chip firmware() {
        return firmware;
    }

    boolean available() {
        return available;
    }

    Mode mode() {
        return mode;
    }

    boolean summaryMode() {
        return summaryMode;
    }

    void summaryMode(boolean on) {
        summaryMode = on;
    }

    /** It shows frames that only a gateway sends. */
    void gatewayMode() {
        mode = Mode.GATEWAY;
    }

    /** It gave a sign of life. */
    void heard() {
        available = true;
    }

    void identified(FirmwareVersion found) {
        firmware = new GatewayState.Chip(
                found.firmware().type(), found.version(), found.model().id());
        available = true;
    }

    /** It answered a command. */
    void answered(String text) {
        switch (text) {
            case "PR: M=G", "GW: 1" -> mode = Mode.GATEWAY;
            case "PR: M=M", "GW: 0" -> mode = Mode.MONITOR;
            case "PS: 1" -> summaryMode = true;
            case "PS: 0" -> summaryMode = false;
            default -> {}
        }
    }

    /** Its modes are not known any more. */
    void restarted() {
        mode = Mode.UNKNOWN;
        summaryMode = false;
    }

    /** Another firmware may run in the same chip. */
    void forgetFirmware() {
        firmware = new GatewayState.Chip(Firmware.UNKNOWN.type(), null, firmware.device());
    }
}
