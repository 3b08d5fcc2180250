package org.otgwpi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A chip on a bench: its clock is turned by hand, its wires are watched. */
final class ChipBench implements SimulatedPic.Wires {

    /** The clock wraps while a test runs, as a monotonic clock may. */
    private static final long START_NANOS = Long.MAX_VALUE - 40_000_000_000L;

    final List<String> atBoiler = new ArrayList<>();
    final List<String> atThermostat = new ArrayList<>();
    final List<byte[]> bursts = new ArrayList<>();

    private final StringBuilder serial = new StringBuilder();
    private long nowNanos = START_NANOS;
    private final Chip model;
    private final KeptMemory program = new KeptMemory();
    private final KeptMemory eeprom = new KeptMemory();
    SimulatedPic chip;

    private ChipBench(Chip model) {
        this.model = model;
        chip = powered();
    }

    /** A chip that gets its power now. */
    static ChipBench poweringOn() {
        return new ChipBench(Chip.PIC16F1847);
    }

    /** A chip of a kind that gets its power now. */
    static ChipBench poweringOn(Chip model) {
        return new ChipBench(model);
    }

    /** A chip that has said its banner. */
    static ChipBench running() {
        return running(Chip.PIC16F1847);
    }

    /** A chip of a kind that has said its banner. */
    static ChipBench running(Chip model) {
        ChipBench bench = new ChipBench(model);
        bench.passMillis(2_000);
        bench.output();
        return bench;
    }

    /** Takes the power off and on again; the memories are what remains. Gives the chip two seconds to start. */
    void powerCycle() {
        powerReturns();
        passMillis(2_000);
        output();
    }

    /** Takes the power off and on again and listens to what comes. */
    void powerReturns() {
        chip.powerOff(nowNanos);
        output();
        chip = powered();
    }

    private SimulatedPic powered() {
        return new SimulatedPic(memory(), this, nowNanos);
    }

    /** What the chip keeps without power, as a copy read from its stores. */
    ChipMemory memory() {
        return ChipMemory.of(model, program, eeprom);
    }

    /** Lets time pass and the chip do what is due at its exact time. */
    void passMillis(double millis) {
        long end = nowNanos + Math.round(millis * 1e6);
        while (true) {
            long due = chip.dueInNanos(nowNanos);
            if (due > end - nowNanos) {
                nowNanos = end;
                return;
            }
            nowNanos += due;
            chip.tick(nowNanos);
        }
    }

    long nowNanos() {
        return nowNanos;
    }

    /** Sends a command with its carriage return and gives the answer without its line end. */
    String command(String line) {
        return bytes(line + "\r").strip();
    }

    /** Sends bytes as one write and gives what comes back at once. */
    String bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        chip.receive(bytes, bytes.length, nowNanos);
        return output();
    }

    /** The thermostat sends; gives the lines that the chip prints, joined by blanks. */
    String thermostat(String line) {
        chip.thermostatFrame(bits(line), nowNanos);
        return lines();
    }

    /** The boiler sends. */
    String boiler(String line) {
        chip.boilerFrame(bits(line), nowNanos);
        return lines();
    }

    /** A question and its answer; gives all lines, joined by blanks. */
    String conversation(String request, String response) {
        return thermostat(request) + " " + boiler(response);
    }

    static int bits(String line) {
        return Integer.parseUnsignedInt(line.substring(1), 16);
    }

    /** What the chip has sent since the last call. */
    String output() {
        String text = serial.toString();
        serial.setLength(0);
        return text;
    }

    /** As {@link #output}, lines joined by blanks. */
    String lines() {
        return output().replace("\r\n", " ").strip();
    }

    int eeprom(int address) {
        return memory().eeprom().get(address);
    }

    int saves() {
        return eeprom.saves();
    }

    @Override
    public void serial(byte[] bytes) {
        bursts.add(bytes);
        serial.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void toBoiler(int bits, long nowNanos) {
        atBoiler.add(new Message(bits).line('>').substring(1));
    }

    @Override
    public void toThermostat(int bits, long nowNanos) {
        atThermostat.add(new Message(bits).line('>').substring(1));
    }
}
