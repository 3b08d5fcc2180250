package org.otgwpi.simulator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.otgwpi.otgw.flash.FlashJob.Outcome;
import org.otgwpi.pic.FlashResult;

/**
 * Every packet of whole flashes with every fault that one byte of it may suffer, and the short ones with every two: what
 * the loader then does. It cannot notice what leaves its checksum right.
 */
final class FlashPacketFaultsTest {

    private static final int SHORT_PACKET = 12;
    private static final int ROW = ProgramMemory.ROW_WORDS;

    /** A packet on its way, and what the chip holds then. */
    private record Sent(Chip model, int number, byte[] bytes, byte[] program, byte[] eeprom) {

        LoaderPacket parsed() {
            LoaderPacket packet = new LoaderPacket(model.receiveBytes());
            for (byte octet : bytes) {
                packet.accept(octet & 0xFF);
            }
            return packet;
        }

        /** Whether a change that a misheard packet makes is in the place that was meant, or in the empty first row. */
        boolean means(Harm harm) {
            LoaderPacket packet = parsed();
            int address = packet.get(2) | packet.get(3) << 8;
            boolean writesProgram = packet.get(0) == 2 || packet.get(0) == 3;
            TreeSet<Integer> rows = new TreeSet<>(harm.rows);
            TreeSet<Integer> cells = new TreeSet<>(harm.cells);
            if (writesProgram) {
                rows.remove(address / ROW);
                if (address % 0x100 == 0) {
                    rows.remove(0);
                }
            } else if (packet.get(0) == 5) {
                cells.removeIf(cell -> cell >= packet.get(2) && cell < packet.get(2) + packet.get(1));
            }
            return !harm.loader && rows.isEmpty() && cells.isEmpty();
        }

        @Override
        public String toString() {
            return "packet " + number + " " + Arrays.toString(bytes);
        }
    }

    /** What a misheard packet did. */
    private record Harm(boolean loader, TreeSet<Integer> rows, TreeSet<Integer> cells) {}

    private static FlashBench bench(Chip model) {
        FlashBench bench = new FlashBench(model);
        FlashJobTest.withSettings(bench);
        return bench;
    }

    private static TestImage image(Chip model, int rows, int minor) {
        return TestImage.gateway(model, (model == Chip.PIC16F88 ? "5." : "6.") + minor, rows);
    }

    /** The packets of a flash, each once. */
    private static List<Sent> packets(Chip model, TestImage image) {
        FlashBench bench = bench(model);
        List<Sent> packets = new ArrayList<>();
        int[] number = {0};
        bench.onItsWay = bytes -> {
            byte[] program = bench.program.load();
            byte[] eeprom = requireNonNull(bench.eeprom.load());
            if (bytes[0] == LoaderPacket.STX) {
                packets.add(new Sent(
                        model, number[0], bytes, program == null ? new byte[0] : program.clone(), eeprom.clone()));
            }
            number[0]++;
            return bytes;
        };
        Outcome outcome = bench.flash(image);
        assertNotNull(outcome);
        assertEquals(FlashResult.NONE, outcome.result());
        return packets;
    }

    /** Everything that one fault makes of a packet: a byte lost, doubled, or with a flipped bit. */
    private static void faulty(byte[] packet, Consumer<byte[]> heard) {
        for (int at = 0; at < packet.length; at++) {
            byte[] lost = new byte[packet.length - 1];
            System.arraycopy(packet, 0, lost, 0, at);
            System.arraycopy(packet, at + 1, lost, at, lost.length - at);
            heard.accept(lost);
            byte[] doubled = new byte[packet.length + 1];
            System.arraycopy(packet, 0, doubled, 0, at + 1);
            System.arraycopy(packet, at, doubled, at + 1, packet.length - at);
            heard.accept(doubled);
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = packet.clone();
                flipped[at] ^= (byte) (1 << bit);
                heard.accept(flipped);
            }
        }
    }

    private static boolean accepted(Chip model, byte[] heard) {
        LoaderPacket packet = new LoaderPacket(model.receiveBytes());
        boolean any = false;
        for (byte octet : heard) {
            any |= packet.accept(octet & 0xFF);
        }
        return any;
    }

    /** What the loader changes when it hears this instead of what was sent. */
    private static Harm harm(Sent sent, byte[] heard) {
        ChipMemory memory = loaded(sent);
        SimulatedLoader loader = new SimulatedLoader(memory, new Output());
        long now = 1;
        for (byte octet : heard) {
            now += FlashBench.BYTE_NANOS;
            if (!loader.receive(octet & 0xFF, now) || !loader.tick(now)) {
                break;
            }
        }
        boolean on = true;
        while (on && loader.dueInNanos(now) != Long.MAX_VALUE) {
            now += loader.dueInNanos(now);
            on = loader.tick(now);
        }
        ChipMemory before = loaded(sent);
        TreeSet<Integer> rows = new TreeSet<>();
        for (int address = 0; address < sent.model.programWords(); address++) {
            if (memory.program().get(address) != before.program().get(address)) {
                rows.add(address / ROW);
            }
        }
        TreeSet<Integer> cells = new TreeSet<>();
        for (int address = 0; address < Eeprom.SIZE; address++) {
            if (memory.eeprom().get(address) != before.eeprom().get(address)) {
                cells.add(address);
            }
        }
        return new Harm(!memory.program().loaderIntact(), rows, cells);
    }

    private static ChipMemory loaded(Sent sent) {
        KeptMemory program = new KeptMemory();
        KeptMemory eeprom = new KeptMemory();
        if (sent.program.length > 0) {
            program.save(sent.program.clone());
        }
        eeprom.save(sent.eeprom.clone());
        return ChipMemory.of(sent.model, program, eeprom);
    }

    @ParameterizedTest
    @CsvSource({"PIC16F88, 1", "PIC16F88, 2", "PIC16F1847, 1", "PIC16F1847, 2", "PIC16F1847, 3"})
    void noSingleFaultReachesAnotherRowOrTheLoader(Chip model, int minor) {
        TestImage image = image(model, model == Chip.PIC16F88 ? 120 : 248, minor);
        long[] tried = {0, 0};
        for (Sent sent : packets(model, image)) {
            faulty(sent.bytes, heard -> {
                tried[0]++;
                if (accepted(model, heard)) {
                    tried[1]++;
                    Harm harm = harm(sent, heard);
                    assertTrue(sent.means(harm), () -> sent + " heard as " + Arrays.toString(heard) + ": " + harm);
                }
            });
        }
        System.out.printf(
                "Single faults (%s, %d rows): %d tried, %d with a right checksum, none changed what was not meant%n",
                model, image.program.length / ROW, tried[0], tried[1]);
    }

    /** Two faults in a short packet, in any place, that leave the checksum right: whole flashes with each of them. */
    @ParameterizedTest
    @EnumSource(Chip.class)
    void twoFaultsInAShortPacketAreNoticed(Chip model) {
        TestImage image = image(model, 8, 9);
        int[] counts = new int[3];
        for (Sent sent : packets(model, image)) {
            if (sent.bytes.length > SHORT_PACKET) {
                continue;
            }
            faulty(
                    sent.bytes,
                    once -> faulty(once, twice -> {
                        counts[0]++;
                        if (!accepted(model, twice)) {
                            return;
                        }
                        Harm harm = harm(sent, twice);
                        if (sent.means(harm)) {
                            return;
                        }
                        counts[1]++;
                        if (harm.loader) {
                            counts[2]++;
                        } else {
                            replay(sent, image, twice);
                        }
                    }));
        }
        System.out.printf(
                "Two faults in a short packet (%s, 8 rows): %d tried, %d reached what was not meant: %d were noticed and "
                        + "mended, %d hit the loader%n",
                model, counts[0], counts[1], counts[1] - counts[2], counts[2]);
    }

    /**
     * What no choice of packets prevents: with bit 7 of the count and bit 7 of the address both flipped every erasure is one
     * of 128 more rows. How likely that is on a line that flips one bit of 100,000.
     */
    @ParameterizedTest
    @CsvSource({"PIC16F88, 118", "PIC16F1847, 140"})
    void twoFlippedBitsOfOnePacketHitTheLoaderHardlyEver(Chip model, int rows) {
        long pairs = 0;
        for (Sent sent : packets(model, image(model, rows, 9))) {
            pairs += flippedPairsThatHitTheLoader(sent);
        }
        double chance = pairs * 1e-5 * 1e-5;
        System.out.printf(
                "Two flipped bits of one packet (%s, %d rows): %d pairs in a whole flash hit the loader, a chance of %.1e if "
                        + "one bit in 100,000 is wrong%n",
                model, rows, pairs, chance);
        assertTrue(chance < 1e-5);
    }

    private static long flippedPairsThatHitTheLoader(Sent sent) {
        byte[] heard = sent.bytes.clone();
        int headerEnd = Math.min(9, heard.length);
        long pairs = 0;
        for (int first = 1; first < headerEnd; first++) {
            for (int bit = 0; bit < 8; bit++) {
                heard[first] ^= (byte) (1 << bit);
                for (int second = first; second < heard.length; second++) {
                    for (int other = second == first ? bit + 1 : 0; other < 8; other++) {
                        heard[second] ^= (byte) (1 << other);
                        pairs += hitsLoader(sent.model, heard) ? 1 : 0;
                        heard[second] ^= (byte) (1 << other);
                    }
                }
                heard[first] ^= (byte) (1 << bit);
            }
        }
        return pairs;
    }

    private static boolean hitsLoader(Chip model, byte[] heard) {
        LoaderPacket packet = new LoaderPacket(model.receiveBytes());
        for (byte octet : heard) {
            if (packet.accept(octet & 0xFF) && hitsLoader(model, packet)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hitsLoader(Chip model, LoaderPacket packet) {
        int address = packet.get(2) | packet.get(3) << 8;
        int count = packet.get(1) == 0 ? 256 : packet.get(1);
        int words = packet.get(0) == 3 ? ROW * count : packet.get(0) == 2 ? model.wordsPerCount() * count : 0;
        int start = address % model.programWords();
        return start + words > model.loaderStart()
                && (start <= model.loaderEnd() || start + words > model.programWords());
    }

    private static void replay(Sent sent, TestImage image, byte[] heard) {
        FlashBench bench = bench(sent.model);
        int[] old = FlashJobTest.cells(bench);
        int[] number = {0};
        bench.onItsWay = bytes -> number[0]++ == sent.number ? heard : bytes;
        Outcome outcome = bench.flash(image);
        assertNotNull(outcome);
        assertEquals(FlashResult.NONE, outcome.result());
        bench.idle(3_000);
        FlashJobTest.assertProgram(image, bench);
        FlashJobTest.assertTransferred(old, image, bench);
    }
}
