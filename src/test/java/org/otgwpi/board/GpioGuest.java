package org.otgwpi.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks that need a real kernel. Runs inside the guest that {@code src/test/guest} boots and prints one line for
 * each check; {@link GpioGuestIT} reads them. Waiting is real here: what is tested is the kernel's clockwork.
 */
final class GpioGuest {

    private static final int OTHERS_LINE = 26;
    private static final int LATE_EDGES = 800;
    private static final int EDGES = 300;
    private static final int DEBOUNCE_MICROS = 150_000;

    private final SimulatedChip chip;
    private final GpioLines lines;

    private GpioGuest(SimulatedChip chip, GpioLines lines) {
        this.chip = chip;
        this.lines = lines;
    }

    /** A check: throws, or tells what it measured. */
    private interface Check {
        String run() throws Exception;
    }

    /** The other side of the lines: what the simulator shows and does to them. */
    private record SimulatedChip(Path folder) {

        boolean level(int line) throws IOException {
            return Files.readString(folder.resolve("sim_gpio" + line + "/value"))
                    .strip()
                    .equals("1");
        }

        void drive(int line, boolean high) throws IOException {
            Files.writeString(folder.resolve("sim_gpio" + line + "/pull"), high ? "pull-up" : "pull-down");
        }

        String pull(int line) throws IOException {
            return Files.readString(folder.resolve("sim_gpio" + line + "/pull")).strip();
        }
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("hold")) {
            hold();
            return;
        }
        ExecutorService listeners = Executors.newSingleThreadExecutor();
        try (GpioLines lines = GpioLines.ofChip(null, listeners)) {
            Process other = startOther();
            GpioGuest guest = new GpioGuest(new SimulatedChip(Path.of(args[0])), lines);
            check("outputs", guest::outputs);
            check("sixteenLinesInOneRequest", guest::sixteenLines);
            check("bankOfInputsUntilTheirFirstLevel", guest::bank);
            check("edges", guest::edges);
            check("lostEdgesAreCounted", guest::lostEdges);
            check("pulls", guest::pulls);
            check("debounce", guest::debounce);
            check("immediateClose", guest::immediateClose);
            check("resetLineIsNeverDrivenHigh", guest::resetLine);
            check("twoOwnersAndKillMinusNine", () -> guest.twoOwners(other));
            check("missingLine", guest::missingLine);
            check("serialPortOnARealUart", GpioGuest::serialPort);
            check("idleWakeUps", guest::idleWakeUps);
        } finally {
            listeners.shutdownNow();
        }
    }

    private static void check(String name, Check check) {
        long start = System.nanoTime();
        try {
            String measured = check.run();
            System.out.println("CHECK " + name + " ok: " + measured + " (" + millisSince(start) + " ms)");
        } catch (Exception | AssertionError e) {
            System.out.println("CHECK " + name + " FAILED: " + e);
        }
    }

    /** Another program of another user, which takes a line and never gives it back. */
    private static void hold() throws Exception {
        System.out.println(refusal(() -> new SerialPortLine(() -> "/dev/ttyS1").open()));
        try (GpioChip chip = GpioChip.ofHeader()) {
            chip.request("the other program", GpioAbi.Wanted.output(true), OTHERS_LINE);
            System.out.println("holding");
            System.in.transferTo(System.out);
        }
    }

    private String outputs() throws Exception {
        int wrong = 0;
        try (OutputLine output = lines.output(5, "relay", true)) {
            wrong += chip.level(5) ? 0 : 1;
            for (int i = 0; i < 200; i++) {
                output.set(i % 2 == 1);
                wrong += chip.level(5) == (i % 2 == 1) ? 0 : 1;
            }
        }
        that(wrong == 0, wrong + " of 201 levels wrong");
        return "201 levels right";
    }

    private String sixteenLines() throws Exception {
        int[] sixteen = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17};
        try (GpioChip own = GpioChip.ofHeader();
                LineRequest request = own.request("batch", new GpioAbi.Wanted(GpioAbi.OUTPUT, 0x5A5A, 0), sixteen)) {
            that(levels(sixteen) == 0x5A5A, "initial levels are " + Integer.toHexString(levels(sixteen)));
            request.set(0xA5A5, 0xFFFF);
            that(levels(sixteen) == 0xA5A5, "levels are " + Integer.toHexString(levels(sixteen)));
            request.set(0xFFFF, 0x00F0);
            that(levels(sixteen) == 0xA5F5, "levels are " + Integer.toHexString(levels(sixteen)));
            that(request.levels(0xFFFF) == 0xA5F5, "read back " + Long.toHexString(request.levels(0xFFFF)));
        }
        return "16 lines, any subset by one call";
    }

    private String bank() throws Exception {
        int[] sixteen = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17};
        List<LineUse> uses = Arrays.stream(sixteen)
                .mapToObj(line -> new LineUse(line, "output " + line, true))
                .toList();
        try (OutputBank bank = lines.bank(uses)) {
            that(outputs(sixteen) == 0, "driven before any level: " + Integer.toHexString(outputs(sixteen)));
            that(lines.holder(3).equals(Optional.of("output 3")), "line 3 is held by " + lines.holder(3));
            bank.set(0b0011, 0b0001);
            that(outputs(sixteen) == 0b0011, "driven: " + Integer.toHexString(outputs(sixteen)));
            that(levels(sixteen) == 0b0001, "levels: " + Integer.toHexString(levels(sixteen)));
            bank.set(0b0100, 0b0100);
            that(outputs(sixteen) == 0b0111, "driven: " + Integer.toHexString(outputs(sixteen)));
            that(levels(sixteen) == 0b0101, "levels: " + Integer.toHexString(levels(sixteen)));
            bank.set(0b0111, 0b0010);
            that(levels(sixteen) == 0b0010, "levels: " + Integer.toHexString(levels(sixteen)));
            bank.set(0xFFFF, 0xA5A5);
            that(outputs(sixteen) == 0xFFFF && levels(sixteen) == 0xA5A5, "levels: " + levels(sixteen));
        }
        that(outputs(sixteen) == 0, "driven afterwards: " + Integer.toHexString(outputs(sixteen)));
        that(levels(sixteen) == 0, "high afterwards: " + Integer.toHexString(levels(sixteen)));
        that(lines.holder(3).isEmpty(), "line 3 is held afterwards");
        return "16 lines, each an input until its first level, low and inputs at the end";
    }

    /** Which of the lines are outputs, by what the kernel says of them. */
    private static int outputs(int[] offsets) {
        int fd = Libc.open("/dev/gpiochip0", Libc.O_RDWR | Libc.O_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            int outputs = 0;
            for (int i = 0; i < offsets.length; i++) {
                MemorySegment info = GpioAbi.lineInfo(arena, offsets[i]);
                that(Libc.ioctl(fd, GpioAbi.GET_LINE_INFO, info) == 0, "no information about line " + offsets[i]);
                outputs |= (info.get(ValueLayout.JAVA_LONG, 72) & GpioAbi.OUTPUT) != 0 ? 1 << i : 0;
            }
            return outputs;
        } finally {
            Libc.close(fd);
        }
    }

    private int levels(int[] offsets) throws IOException {
        int levels = 0;
        for (int i = 0; i < offsets.length; i++) {
            levels |= chip.level(offsets[i]) ? 1 << i : 0;
        }
        return levels;
    }

    private String edges() throws Exception {
        BlockingQueue<Edge> edges = new LinkedBlockingQueue<>();
        chip.drive(17, false);
        long worst = 0;
        try (InputLine input = lines.input(17, "S0 counter", Pull.NONE, 0, edges::add)) {
            for (int i = 0; i < EDGES; i++) {
                boolean high = i % 2 == 0;
                long before = System.nanoTime();
                chip.drive(17, high);
                Edge edge = edges.poll(10, TimeUnit.SECONDS);
                that(edge != null, "edge " + i + " did not come");
                that(edge.high() == high && edge.lost() == 0, "edge " + i + " is " + edge);
                that(edge.nanos() >= before && edge.nanos() <= System.nanoTime(), "edge " + i + " at another time");
                that(input.high() == high, "the level is not that of edge " + i);
                worst = Math.max(worst, System.nanoTime() - edge.nanos());
            }
        }
        that(edges.isEmpty(), "more edges than " + EDGES);
        return EDGES + " edges, none lost or wrong, worst delay " + worst / 1_000_000 + " ms";
    }

    /** Nobody listens while 800 edges come: the kernel keeps 256, and the sequence numbers tell how many it dropped. */
    private String lostEdges() throws Exception {
        List<Edge> edges = new CopyOnWriteArrayList<>();
        chip.drive(18, false);
        try (GpioChip own = GpioChip.ofHeader();
                LineRequest request = own.request("late", GpioAbi.Wanted.input(Pull.NONE, 0), 18);
                LineEvents events = new LineEvents(Runnable::run)) {
            for (int i = 0; i < LATE_EDGES; i++) {
                chip.drive(18, i % 2 == 0);
                LockSupport.parkNanos(500_000);
            }
            events.add(request, edges::add);
            await("256 edges", () -> edges.size() >= 256);
            long lost = edges.stream().mapToLong(Edge::lost).sum();
            that(edges.getFirst().lost() == lost, "edges were lost in between");
            that(lost > 0 && lost + edges.size() <= LATE_EDGES, lost + " lost, " + edges.size() + " kept");
            that(edges.size() == 256, edges.size() + " edges kept");
            events.remove(request);
            return lost + " of " + (lost + edges.size()) + " edges reported lost";
        }
    }

    private String pulls() throws Exception {
        for (Pull pull : List.of(Pull.UP, Pull.DOWN)) {
            try (InputLine input = lines.input(27, "button", pull, 0, edge -> {})) {
                that(chip.pull(27).equals(pull == Pull.UP ? "pull-up" : "pull-down"), "the pull is " + chip.pull(27));
                that(input.high() == (pull == Pull.UP), "the level is not that of the pull");
            }
        }
        return "up and down";
    }

    private String debounce() throws Exception {
        BlockingQueue<Edge> edges = new LinkedBlockingQueue<>();
        chip.drive(22, false);
        try (InputLine input = lines.input(22, "button", Pull.NONE, DEBOUNCE_MICROS, edges::add)) {
            for (int i = 0; i < 9; i++) {
                chip.drive(22, i % 2 == 0);
            }
            settle();
            that(edges.size() == 1 && edges.remove().high(), "9 bounces made " + edges);
            chip.drive(22, false);
            chip.drive(22, true);
            settle();
            that(edges.isEmpty(), "a glitch made " + edges);
            chip.drive(22, false);
            settle();
            chip.drive(22, true);
            settle();
            that(edges.size() == 2, "a long pulse made " + edges);
            that(input.high(), "the level is low");
        }
        return "9 bounces 1 edge, glitch 0, pulse 2";
    }

    private static void settle() {
        long until = System.nanoTime() + 3L * 1000 * DEBOUNCE_MICROS;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private String immediateClose() throws Exception {
        lines.input(17, "warm-up", Pull.UP, 0, edge -> {}).close();
        long before = openFiles();
        for (int i = 0; i < 20; i++) {
            lines.input(17, "S0 counter", Pull.UP, 0, edge -> {}).close();
            lines.output(17, "output", true).close();
        }
        that(openFiles() == before, "open files went from " + before + " to " + openFiles());
        return "20 inputs and outputs, open files stay " + before;
    }

    /** Released, the line follows the pull from outside; a driven output would not. */
    private String resetLine() throws Exception {
        chip.drive(18, true);
        try (ResetLine reset = lines.resetLine(18, "PIC reset")) {
            that(chip.level(18), "it is low at the start");
            chip.drive(18, false);
            that(!chip.level(18), "it is driven high at the start");
            chip.drive(18, true);
            reset.pull();
            that(!chip.level(18), "it is not pulled low");
            chip.drive(18, false);
            chip.drive(18, true);
            that(!chip.level(18), "it is not held low");
            reset.release();
            chip.drive(18, false);
            that(!chip.level(18), "it is driven high after the pulse");
            chip.drive(18, true);
            that(chip.level(18), "it is not released");
        }
        lines.resetLine(GpioLines.NONE, "PIC reset").pull();
        return "low or released";
    }

    /** Starts the other program early: here a second virtual machine needs its time. */
    private static Process startOther() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "
                + System.getProperty("java.class.path") + " " + GpioGuest.class.getName() + " hold";
        return new ProcessBuilder("su", "-s", "/bin/sh", "nobody", "-c", "exec " + java)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String twoOwners(Process other) throws Exception {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            String serial = said.readLine();
            that(
                    "no permission to use /dev/ttyS1: add the user to the group dialout and log in again"
                            .equals(serial),
                    "the serial port says " + serial);
            that("holding".equals(said.readLine()), "the other program does not hold the line");
            that(chip.level(OTHERS_LINE), "the other program's line is low");
            String refusal = refusal(() -> lines.output(OTHERS_LINE, "LED 1", true));
            that(
                    refusal.equals("cannot use GPIO line 26, held by 'the other program', of gpiochip0 "
                            + "(pinctrl-bcm2711) for LED 1: Device or resource busy (errno 16)"),
                    refusal);
            other.destroyForcibly().waitFor();
        }
        try (OutputLine output = lines.output(OTHERS_LINE, "LED 1", false)) {
            output.set(true);
            that(chip.level(OTHERS_LINE), "the line does not follow us");
            String twice = refusal(() -> lines.input(OTHERS_LINE, "button", Pull.UP, 0, edge -> {}));
            that(twice.contains("is used by LED 1 already"), twice);
        }
        return "no permission told, refused while held, free after kill -9";
    }

    private String missingLine() throws Exception {
        try (GpioChip own = GpioChip.ofHeader()) {
            String refusal = refusal(() -> own.request("relay", GpioAbi.Wanted.output(true), 58));
            that(
                    refusal.equals("GPIO line 58 does not exist: gpiochip0 (pinctrl-bcm2711) has lines 0 to 57;"
                            + " choose another one for relay"),
                    refusal);
        }
        String none = refusal(() -> GpioChip.labelled(Path.of("/dev"), List.of("pinctrl-rp1")));
        that(none.equals("found no GPIO chip pinctrl-rp1: is this a Raspberry Pi?"), none);
        return "refused";
    }

    /** Unlike a pseudo terminal a UART has modem lines, and keeps others out. */
    private static String serialPort() throws Exception {
        try (Uart uart = new SerialPortLine(() -> "/dev/ttyS1").open()) {
            int fd = Libc.open("/dev/ttyS1", Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK);
            try {
                that(fd >= 0, "root is kept out: " + Libc.message(fd));
                that(!Termios.dropsModemLinesOnClose(fd), "closing drops DTR");
                that(SerialPortLine.exclusive(fd), "others are not kept out");
            } finally {
                Libc.close(fd);
            }
            uart.write("PR=A\r".getBytes(StandardCharsets.US_ASCII));
        }
        return "exclusive, modem lines kept";
    }

    private String idleWakeUps() throws Exception {
        InputLine[] inputs = new InputLine[8];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = lines.input(i + 2, "input " + i, Pull.UP, 0, edge -> {});
        }
        wakeUps();
        long before = wakeUps();
        long start = System.nanoTime();
        while (millisSince(start) < 4000) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        }
        double perSecond = (wakeUps() - before) * 1000.0 / millisSince(start);
        for (InputLine input : inputs) {
            input.close();
        }
        that(perSecond < 20, perSecond + " wake-ups a second");
        return String.format("%.1f wake-ups a second with 8 inputs", perSecond);
    }

    /** How often a thread of this process slept and was woken. */
    private static long wakeUps() throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                for (String line : Files.readAllLines(task.resolve("status"))) {
                    if (line.startsWith("voluntary_ctxt_switches:")) {
                        sum += Long.parseLong(line.substring(24).strip());
                    }
                }
            }
        }
        return sum;
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private interface Refused {
        @Nullable
        AutoCloseable run() throws IOException;
    }

    private static String refusal(Refused action) {
        try {
            action.run();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("it was not refused");
    }

    private static void await(String what, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            that(millisSince(start) < 10_000, "no " + what + " within 10 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void that(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
