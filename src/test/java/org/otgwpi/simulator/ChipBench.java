package org.otgwpi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chip on a bench: its clock is turned by hand, its wires are watched. */
final class ChipBench implements SimulatedPic.Wires, Eeprom.Store {

    /** The clock wraps while a test runs, as a monotonic clock may. */
    private static final long START_NANOS = Long.MAX_VALUE - 40_000_000_000L;

    final List<String> atBoiler = new ArrayList<>();
    final List<String> atThermostat = new ArrayList<>();
    final List<byte[]> bursts = new ArrayList<>();

    private final StringBuilder serial = new StringBuilder();
    private long nowNanos = START_NANOS;
    private byte @Nullable [] memory;
    private int saves;
    SimulatedPic chip;

    private ChipBench() {
        chip = powered();
    }

    /** A chip that gets its power now. */
    static ChipBench poweringOn() {
        return new ChipBench();
    }

    /** A chip that has said its banner. */
    static ChipBench running() {
        ChipBench bench = new ChipBench();
        bench.passMillis(2_000);
        bench.output();
        return bench;
    }

    /** Takes the power off and on again; the EEPROM is what remains. */
    void powerCycle() {
        chip = powered();
        passMillis(2_000);
        output();
    }

    private SimulatedPic powered() {
        return new SimulatedPic(new Eeprom(this), this, nowNanos);
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
        return memory == null ? new Eeprom(this).get(address) : memory[address] & 0xFF;
    }

    int saves() {
        return saves;
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

    @Override
    public byte @Nullable [] load() {
        return memory;
    }

    @Override
    public void save(byte[] image) {
        saves++;
        memory = image;
    }
}
