package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.opentherm.ValueStore;
import org.otgwpi.opentherm.Values;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.GatewayState.Mode;
import org.otgwpi.otgw.gateway.Presence;

final class StatusTopicsTest {

    private static final Values VALUES = new ValueStore(Catalogue.load()).snapshot();
    private static final GatewayState.Chip NO_CHIP = new GatewayState.Chip("no pic found", null, "no pic found");
    private static final GatewayState.Chip CHIP = new GatewayState.Chip("gateway", "6.6", "pic16f1847");

    private final StatusTopics topics = new StatusTopics(
            new DeviceFacts("B827EB012345", "1.0.0+c03a635", 3, "Power On", () -> 300, () -> 1, () -> "1.0.0+c03a635"));

    private static GatewayState state(
            GatewayState.Chip chip, Mode mode, Presence thermostat, Presence boiler, boolean online, long overflows) {
        long frames = thermostat == Presence.NOT_SEEN_YET && boiler == Presence.NOT_SEEN_YET ? 0 : 10;
        return new GatewayState(
                VALUES,
                chip,
                chip.equals(CHIP),
                mode,
                thermostat,
                boiler,
                online,
                false,
                false,
                new GatewayState.Port("p", true, null),
                new GatewayState.Counters(frames, frames, 0, overflows, 0),
                0,
                null,
                "",
                List.of());
    }

    private static GatewayState fresh() {
        return state(NO_CHIP, Mode.UNKNOWN, Presence.NOT_SEEN_YET, Presence.NOT_SEEN_YET, true, 0);
    }

    private static List<String> lines(List<Publication> publications) {
        return publications.stream()
                .map(publication -> publication.topic() + "=" + publication.payload())
                .toList();
    }

    @Test
    void beforeTheFirstFrameNothingIsSaidOfTheBus() {
        assertEquals(List.of(), topics.changes(fresh()));
        assertEquals(new Publication("", "online"), StatusTopics.availability(fresh()));
    }

    @Test
    void theFirstFrameAndEachChangeAreTold() {
        topics.changes(fresh());
        GatewayState first = state(NO_CHIP, Mode.UNKNOWN, Presence.CONNECTED, Presence.NOT_SEEN_YET, false, 0);
        assertEquals(
                List.of(
                        "otgw-pic/boiler_connected=OFF",
                        "otgw-pic/thermostat_connected=ON",
                        "otgw-pic/otgw_connected=OFF",
                        "=offline"),
                lines(topics.changes(first)));
        assertEquals(List.of(), topics.changes(first));
        GatewayState both = state(NO_CHIP, Mode.GATEWAY, Presence.CONNECTED, Presence.CONNECTED, true, 0);
        assertEquals(
                List.of(
                        "otgw-pic/boiler_connected=ON",
                        "otgw-pic/otgw_connected=ON",
                        "=online",
                        "otgw-pic/gateway_mode=ON"),
                lines(topics.changes(both)));
        GatewayState monitor = state(NO_CHIP, Mode.MONITOR, Presence.SILENT, Presence.CONNECTED, true, 0);
        assertEquals(
                List.of("otgw-pic/thermostat_connected=OFF", "otgw-pic/gateway_mode=OFF"),
                lines(topics.changes(monitor)));
    }

    @Test
    void theFirmwareTypeCarriesTheDeviceAsInTheOriginal() {
        topics.changes(fresh());
        assertEquals(
                List.of(
                        "otgw-firmware/version=1.0.0+c03a635",
                        "otgw-firmware/reboot_count=3",
                        "otgw-firmware/reboot_reason=Power On",
                        "otgw-pic/version=6.6",
                        "otgw-pic/deviceid=pic16f1847",
                        "otgw-pic/firmwaretype=pic16f1847",
                        "otgw-pic/picavailable=ON"),
                lines(topics.changes(
                        state(CHIP, Mode.UNKNOWN, Presence.NOT_SEEN_YET, Presence.NOT_SEEN_YET, true, 0))));
        assertEquals(
                List.of("no pic found", "no pic found", "no pic found", "OFF"),
                topics.versions(fresh()).stream()
                        .skip(3)
                        .map(Publication::payload)
                        .toList());
    }

    @Test
    void everyTenthOverflowIsCounted() {
        topics.changes(fresh());
        assertEquals(
                List.of(),
                topics.changes(state(NO_CHIP, Mode.UNKNOWN, Presence.NOT_SEEN_YET, Presence.NOT_SEEN_YET, true, 9)));
        assertEquals(
                List.of("Error_BufferOverflow=12"),
                lines(topics.changes(
                        state(NO_CHIP, Mode.UNKNOWN, Presence.NOT_SEEN_YET, Presence.NOT_SEEN_YET, true, 12))));
    }

    @Test
    void everyFiveMinutesAllIsToldInTheOriginalsOrder() {
        GatewayState state = state(CHIP, Mode.GATEWAY, Presence.CONNECTED, Presence.CONNECTED, true, 0);
        topics.changes(state);
        assertEquals(List.of(), topics.periodic(state, 1000));
        assertEquals(List.of(), topics.periodic(state, StatusTopics.PERIOD_NANOS));
        assertEquals(
                List.of(
                        "otgw-firmware/uptime",
                        "otgw-firmware/version",
                        "otgw-firmware/reboot_count",
                        "otgw-firmware/reboot_reason",
                        "otgw-pic/version",
                        "otgw-pic/deviceid",
                        "otgw-pic/firmwaretype",
                        "otgw-pic/picavailable",
                        "otgw-pic/boiler_connected",
                        "otgw-pic/thermostat_connected",
                        "otgw-pic/gateway_mode",
                        "otgw-pic/otgw_connected",
                        ""),
                topics.periodic(state, StatusTopics.PERIOD_NANOS + 1000).stream()
                        .map(Publication::topic)
                        .toList());
    }
}
