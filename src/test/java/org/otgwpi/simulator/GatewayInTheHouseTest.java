package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chip and house together, on one clock. */
final class GatewayInTheHouseTest implements SimulatedPic.Wires, House.Wires {

    private static final long SECOND = 1_000_000_000L;

    private long nowNanos;
    private final StringBuilder serial = new StringBuilder();
    private final SimulatedPic pic =
            new SimulatedPic(ChipMemory.of(Chip.PIC16F1847, new KeptMemory(), new KeptMemory()), this, 0);
    private final House house = new House(1, 1, this, 0);

    private List<String> pass(long seconds) {
        long end = nowNanos + seconds * SECOND;
        while (nowNanos < end) {
            long due = Math.min(pic.dueInNanos(nowNanos), house.dueInNanos(nowNanos));
            nowNanos += Math.max(0, Math.min(due, end - nowNanos));
            pic.tick(nowNanos);
            house.tick(nowNanos);
        }
        List<String> lines = new ArrayList<>(List.of(serial.toString().split("\r\n", -1)));
        serial.setLength(0);
        lines.removeIf(String::isEmpty);
        return lines;
    }

    private void command(String line) {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
        pic.receive(bytes, bytes.length, nowNanos);
    }

    private static List<Integer> words(List<String> lines, char origin, int dataId) {
        return lines.stream()
                .filter(line -> line.matches(origin + "[0-9A-F]{8}"))
                .map(line -> new Message(ChipBench.bits(line)))
                .filter(message -> message.dataId() == dataId)
                .map(Message::word)
                .toList();
    }

    @Test
    void aRoomOverrideIsFollowedByTheThermostatWithinOneRound() {
        pass(60);
        command("TT=21.5");
        List<String> lines = pass(20);
        assertTrue(lines.contains("TT: 21.50"));
        assertTrue(words(lines, 'A', 9).contains(0x1580), lines.toString());
        assertEquals(0x1580, words(lines, 'T', 16).getLast());
        command("PR=O");
        assertTrue(pass(1).contains("PR: O=T21.50"));
        command("TT=0");
        assertEquals(20 * 256 + 128, words(pass(30), 'T', 16).getLast());
        command("PR=O");
        assertTrue(pass(1).contains("PR: O=N"));
    }

    @Test
    void theProgramEndsATemporaryOverride() {
        pass(60);
        command("TT=21.5");
        pass(6_500);
        command("PR=O");
        assertTrue(pass(1).contains("PR: O=T21.50"));
        List<String> lines = pass(600);
        assertEquals(19 * 256, words(lines, 'T', 16).getLast());
        command("PR=O");
        assertTrue(pass(1).contains("PR: O=N"));
    }

    @Test
    void theProgramDoesNotEndAConstantOverride() {
        pass(60);
        command("TC=21.5");
        pass(7_200);
        command("PR=O");
        assertTrue(pass(1).contains("PR: O=C21.50"));
    }

    @Test
    void anHourOnTheBusRestartsNothingAndTheUnknownIdsAreReplaced() {
        List<String> lines = pass(3_600);
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("OpenTherm Gateway"))
                        .count());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("R")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("A")));
        assertFalse(words(lines, 'B', 116).isEmpty());
    }

    @Test
    void withoutAThermostatTheBusGoesOn() {
        pass(60);
        house.connectThermostat(false);
        pic.thermostatLine(false, nowNanos);
        List<String> lines = pass(120);
        assertEquals("Thermostat disconnected", lines.getFirst());
        assertTrue(lines.stream().filter(line -> line.startsWith("R")).count() > 100);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("T8") || line.startsWith("A")));
    }

    @Override
    public void serial(byte[] bytes) {
        serial.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void toBoiler(int bits, long now) {
        house.boilerReceives(bits, now);
    }

    @Override
    public void toThermostat(int bits, long now) {
        house.thermostatReceives(bits);
    }

    @Override
    public void thermostatSends(int bits, long now) {
        pic.thermostatFrame(bits, now);
    }

    @Override
    public void boilerSends(int bits, long now) {
        pic.boilerFrame(bits, now);
    }
}
