package org.otgwpi.otgw.gateway;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.opentherm.ValueStore;
import org.otgwpi.opentherm.Verdict;
import org.otgwpi.otgw.gateway.GatewayEvent.Kind;
import org.otgwpi.otgw.gateway.GatewayState.Mode;
import org.otgwpi.pic.FirmwareVersion;
import org.otgwpi.pic.PicDecoder;
import org.otgwpi.pic.PicLine;
import org.otgwpi.pic.PicModel;

/**
 * What the gateway does with each byte, command and tick. It has no I/O and no clock of its own: bytes and times come
 * in, and what is to be done goes out through {@link Outlet}. Not thread-safe: {@link Gateway} calls it under its lock.
 */
final class GatewayEngine implements PicDecoder.Sink {

    /** The period of the command queue and of the connection flags (otgw-core 3.1). */
    static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** No frame for so long, and the bus is quiet. */
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final String FLASH_OWNER = "the flash of the gateway chip";
    private static final String SUMMARY_MESSAGE = "PS=1 mode; No UI updates.";

    /** Carries out what the engine decides. Called under the gateway's lock: it may not block. */
    interface Outlet extends GatewayListener {

        /** Sends {@code command} and a line end to the chip. */
        void send(String command);

        /**
         * Writes bytes to the chip as they are.
         *
         * @param written to be told the time under the gateway's lock when the line has taken or lost them
         */
        void write(byte[] bytes, LongConsumer written);

        /**
         * Resets the chip by its reset line alone; {@link GatewayEngine#resetOver} is to follow.
         *
         * @return false if there is no reset line
         */
        boolean pulseReset();

        /** Closes the port and opens it again. */
        void reopen();

        /** Resets the chip by its reset line, and by {@code GW=R} for boards without the wire. */
        void reset();
    }

    /** Something that is done with the clients of the raw line. */
    interface RawTask {

        void run(RawClients clients, long nowNanos);
    }

    private final Catalogue catalogue;
    private final MessageRing ring;
    private final Outlet outlet;
    private final PicDecoder decoder = new PicDecoder();
    private final OverrideWindow window = new OverrideWindow(new Decisions());
    private final ValueStore values;
    private final Connections connections = new Connections(text -> event(Kind.CONNECTION, text));
    private final Supervisor supervisor = new Supervisor();
    private final LineArbiter arbiter;
    private final CommandSender sender;
    private final RawClients rawClients;
    private final ChipFacts chip = new ChipFacts();
    private final SupervisorSteps steps = new SupervisorSteps();
    private final List<Message> decided = new ArrayList<>();
    private LogLine logLine;

    private @Nullable LineTaker taker;
    private boolean silent;
    private long nowNanos;
    private long nowMicros;
    private long nextSecondNanos;
    private boolean started;
    private GatewayState.Port port;
    private boolean busSilent;
    private String message = "";
    private long frames;
    private long lines;
    private long busErrors;
    private long frameNanos;

    GatewayEngine(Catalogue catalogue, LogLine logLine, MessageRing ring, String portName, Outlet outlet) {
        this.catalogue = catalogue;
        this.logLine = logLine;
        this.ring = ring;
        this.outlet = outlet;
        this.values = new ValueStore(catalogue);
        this.arbiter = new LineArbiter(this::send);
        this.sender = new CommandSender(arbiter);
        this.rawClients = new RawClients(arbiter, new RawOutlet());
        this.port = new GatewayState.Port(portName, false, null);
    }

    /** The port was opened. */
    void opened(long nanos, long epochMicros) {
        now(nanos, epochMicros);
        port = new GatewayState.Port(port.name(), true, null);
        chip.summaryMode(false);
        decoder.clear();
        rawClients.opened();
        event(Kind.CONNECTION, "Port " + port.name() + " is open");
        Supervisor.Step step = supervisor.opened(nanos);
        carryOut(taker == null ? step : null);
        flush();
    }

    /** The port could not be opened, or is gone. {@code problem} is one sentence. */
    void closed(String problem, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        if (!problem.equals(port.problem())) {
            event(Kind.CONNECTION, problem);
        }
        port = new GatewayState.Port(port.name(), false, problem);
        supervisor.closed();
        rawClients.closed(nanos);
        arbiter.clear();
        flush();
    }

    /** Bytes came from the chip. */
    void received(byte[] bytes, int length, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        supervisor.heard(nanos);
        LineTaker flasher = taker;
        if (flasher != null) {
            flasher.received(bytes, length);
            return;
        }
        outlet.bytes(bytes, length);
        int firmwareFrom = skipLoader(bytes, length);
        byte[] lines = firmwareFrom == 0 ? bytes : Arrays.copyOfRange(bytes, firmwareFrom, length);
        decoder.accept(lines, length - firmwareFrom, this);
        flush();
    }

    /** While a client talks to the boot loader its bytes are no lines. */
    private int skipLoader(byte[] bytes, int length) {
        int at = 0;
        while (at < length && rawClients.owner() != null) {
            decoder.clear();
            rawClients.fromChip(bytes[at++], nowNanos, this);
        }
        return at;
    }

    /** Time passes. */
    void tick(long nanos, long epochMicros) {
        now(nanos, epochMicros);
        window.expire(nanos);
        arbiter.expire(nanos);
        rawClients.tick(nanos);
        carryOut(supervisor.tick(nanos, chip.summaryMode() || rawClients.taken()));
        if (!started || nanos - nextSecondNanos >= 0) {
            started = true;
            nextSecondNanos = nanos + SECOND_NANOS;
            everySecond();
        }
        flush();
    }

    /** Nanoseconds until {@link #tick} has something to do; 0 if it has already. */
    long dueInNanos(long nanos) {
        long second = started ? Math.max(0, nextSecondNanos - nanos) : 0;
        long line = Math.min(arbiter.dueInNanos(nanos), rawClients.dueInNanos(nanos));
        return Math.min(Math.min(second, window.dueInNanos(nanos)), Math.min(line, supervisor.dueInNanos(nanos)));
    }

    /** Queues a command that is repeated until it is answered (otgw-core 3). */
    boolean enqueue(String command, boolean forced, long nanos) {
        return !silent && sender.enqueue(command, forced, nanos);
    }

    /** Queues a command behind those there are, and sends it with all that are due as soon as the line is free. */
    boolean enqueueAtOnce(String command, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        boolean accepted = !silent && sender.enqueueAtOnce(command, nanos);
        if (lineIsOurs()) {
            sender.serve(nanos);
        }
        flush();
        return accepted;
    }

    /** Queues {@code commands}, with semicolons between them, when the chip is first heard to answer. */
    void bootCommands(String commands) {
        sender.bootCommands(commands);
    }

    /**
     * Sends a command as soon as the line is free.
     *
     * @param asker gets the answer, or null if none comes
     * @return false if the port is closed, a client has the line for itself, or too many commands wait
     */
    boolean ask(String command, Consumer<@Nullable String> asker, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        boolean accepted = lineIsOurs() && arbiter.submit(command, asker, nanos);
        flush();
        return accepted;
    }

    /** From now on nothing is sent, and all that comes is for {@code user} alone. */
    void take(LineTaker user, String sentence, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        event(Kind.SYSTEM, sentence);
        taker = user;
        rawClients.hold(true, nanos);
        arbiter.clear();
        decoder.clear();
    }

    /**
     * Undoes {@link #take}.
     *
     * @param changed whether the chip's firmware may be another one
     */
    void giveBack(boolean changed, String sentence, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        taker = null;
        decoder.clear();
        rawClients.hold(false, nanos);
        chip.restarted();
        if (changed) {
            chip.forgetFirmware();
        }
        event(Kind.SYSTEM, sentence);
    }

    /** From now on nothing is sent, while what comes is heard as before. What waits is dropped, each told of. */
    void silence(long nanos, long epochMicros) {
        now(nanos, epochMicros);
        silent = true;
        for (String command : sender.drop()) {
            event(Kind.SYSTEM, command + " is not sent: the gateway is about to restart");
        }
        rawClients.hold(true, nanos);
        arbiter.clear();
    }

    /** Undoes {@link #silence}. */
    void speak(long nanos, long epochMicros) {
        now(nanos, epochMicros);
        silent = false;
        rawClients.hold(false, nanos);
    }

    private @Nullable String lineOwner() {
        return taker == null ? rawClients.owner() : FLASH_OWNER;
    }

    /**
     * Resets the chip as soon as the line is free.
     *
     * @param asker gets the chip's banner, or null if none comes
     * @return false if the port is closed or a client has the line for itself
     */
    boolean reset(Consumer<@Nullable String> asker, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        boolean accepted = lineIsOurs();
        if (accepted) {
            arbiter.submit(new ResetTurn(outlet::reset, asker), nanos);
        }
        flush();
        return accepted;
    }

    private boolean lineIsOurs() {
        return port.open() && !rawClients.taken();
    }

    /** Does something with the clients of the raw line at this time. */
    void raw(RawTask task, long nanos, long epochMicros) {
        now(nanos, epochMicros);
        task.run(rawClients, nanos);
        flush();
    }

    /** The reset line was let go after {@link Outlet#pulseReset}. */
    void resetOver(long nanos, long epochMicros) {
        raw(RawClients::resetOver, nanos, epochMicros);
    }

    /** Renders all later lines with {@code next}. */
    void renderWith(LogLine next) {
        logLine = next;
    }

    GatewayState state() {
        return new GatewayState(
                values.snapshot(),
                chip.firmware(),
                chip.available(),
                chip.mode(),
                connections.thermostat(),
                connections.boiler(),
                connections.online(),
                busSilent,
                chip.summaryMode(),
                port,
                new GatewayState.Counters(frames, lines, busErrors, decoder.overflows(), decoder.malformed()),
                sender.queued(),
                lineOwner(),
                message,
                steps.all());
    }

    @Override
    public void frame(Origin origin, int bits) {
        frames++;
        lines++;
        busSilent = false;
        Frame frame = new Frame(nowNanos, origin, bits);
        frameNanos = nowNanos;
        supervisor.frame(nowNanos);
        connections.frame(frame);
        if (origin == Origin.REQUEST || origin == Origin.ANSWER) {
            chip.gatewayMode();
        }
        window.accept(frame, chip.mode() != Mode.MONITOR);
    }

    @Override
    public void line(PicLine line) {
        lines++;
        arbiter.received(line, nowNanos);
        flush();
        outlet.line(line);
        switch (line) {
            case PicLine.Answer answer -> {
                sender.answered(answer.code());
                answered(answer);
            }
            case PicLine.Banner banner -> {
                chip.identified(banner.firmwareVersion());
                chip.restarted();
            }
            case PicLine.Summary summary -> chip.summaryMode(true);
            case PicLine.LineError error -> busErrors++;
            default -> {}
        }
        outlet.event(GatewayEvent.of(line, nowMicros));
        if (line instanceof PicLine.Banner) {
            askForMode();
        }
        if (line instanceof PicLine.Banner || line instanceof PicLine.Answer) {
            sender.chipAnswers(nowNanos, this::refused);
        }
    }

    @Override
    public void loaderReady(int etx) {
        chip.heard();
    }

    private void everySecond() {
        connections.tick(nowNanos);
        if (lineIsOurs()) {
            sender.serve(nowNanos);
            poll();
        }
    }

    /** A quiet bus is the supervisor's: to it an answer would look as if the chip had spoken by itself. */
    private void poll() {
        boolean busy = frames > 0 && nowNanos - frameNanos < QUIET_NANOS && connections.online();
        if (!chip.summaryMode()) {
            boolean unknown = chip.firmware().device().equals(PicModel.UNKNOWN.id());
            sender.poll(busy && chip.available(), unknown, nowNanos);
        }
    }

    private void refused(String bootCommand) {
        event(
                Kind.SYSTEM,
                "boot command '" + bootCommand + "' is left out: it is not XX=... with at most "
                        + CommandQueue.LONGEST_COMMAND + " characters, or too many commands wait");
    }

    private void answered(PicLine.Answer answer) {
        FirmwareVersion firmware = answer.firmware();
        if (firmware != null) {
            chip.identified(firmware);
            String finding = supervisor.answered(nowNanos);
            if (finding != null) {
                busSilent = true;
                step("ANSWERED", finding);
            }
            if (chip.mode() == Mode.UNKNOWN) {
                askForMode();
            }
        }
        chip.answered(answer.text());
    }

    private void askForMode() {
        arbiter.submit("PR=M", null, nowNanos);
    }

    private void carryOut(Supervisor.@Nullable Step step) {
        if (step == null) {
            return;
        }
        step(step.action().name(), step.reason());
        switch (step.action()) {
            case ASK -> arbiter.submit("PR=A", null, nowNanos);
            case REOPEN -> outlet.reopen();
            case RESET -> outlet.reset();
        }
    }

    private void step(String action, String reason) {
        steps.add(Instant.EPOCH.plus(nowMicros, ChronoUnit.MICROS), action, reason);
        event(Kind.SYSTEM, reason);
    }

    private void send(String command) {
        outlet.send(command);
        event(Kind.COMMAND, command);
    }

    /** Passes what was decided so far first, so that events and messages stay in order. */
    private void event(Kind kind, String text) {
        flush();
        outlet.event(new GatewayEvent(nowMicros, kind, text));
    }

    private void flush() {
        if (!decided.isEmpty()) {
            outlet.messages(List.copyOf(decided));
            decided.clear();
        }
    }

    private void now(long nanos, long epochMicros) {
        nowNanos = nanos;
        nowMicros = epochMicros;
    }

    private final class RawOutlet implements RawClients.Outlet {

        @Override
        public void write(byte[] bytes, LongConsumer written) {
            outlet.write(bytes, written);
        }

        @Override
        public boolean pulseReset() {
            return outlet.pulseReset();
        }

        @Override
        public void sent(LineChunk line) {
            if (line.startsSummaryMode()) {
                values.forgetTimes();
                message = SUMMARY_MESSAGE;
            } else if (line.endsSummaryMode()) {
                message = "";
            }
            if (line.text().chars().allMatch(each -> each >= ' ' && each <= '~')) {
                event(Kind.COMMAND, line.text());
            }
        }

        @Override
        public void notice(String sentence) {
            event(Kind.SYSTEM, sentence);
        }
    }

    private final class Decisions implements OverrideWindow.Outlet {

        @Override
        public void release(Frame frame, boolean overridden) {
            Verdict verdict = catalogue.judge(frame, overridden);
            long epochMicros = nowMicros - (nowNanos - frame.nanos()) / 1000;
            values.accept(frame, verdict, Math.floorDiv(epochMicros, 1_000_000L));
            byte[] line = logLine.render(frame, verdict, epochMicros);
            Message message = new Message(ring.next(), frame, verdict, epochMicros, line);
            ring.add(message);
            decided.add(message);
        }

        @Override
        public void retract(Frame frame) {
            values.retract(frame);
        }
    }
}
