package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.GatewayState.Mode;

final class GatewayEngineTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final long START_MICROS = 1_770_578_103_000_000L;
    private static final int TSET = 1;

    private final MessageRing ring = new MessageRing(100);
    private final Recorder recorder = new Recorder();
    private final GatewayEngine engine =
            new GatewayEngine(CATALOGUE, new LogLine(CATALOGUE, ZoneOffset.UTC), ring, "the port", recorder);
    private long nanos = -1_000_000_000_000L;
    private long micros = START_MICROS;

    @BeforeEach
    void thePortIsOpenAndTheChipHasAnswered() {
        engine.opened(nanos, micros);
        receive("PR: A=OpenTherm Gateway 6.6");
        receive("PR: M=G");
        recorder.clear();
    }

    @Test
    void aThermostatFrameWaitsForTheOverrideWindowAndAnAnswerIsReleasedAtOnce() {
        receive("T10010A00");
        assertEquals(List.of(), recorder.lines);
        passMillis(59);
        assertEquals(List.of(), recorder.lines);
        passMillis(1);
        assertEquals(List.of("T10010A00>"), recorder.lines);
        receive("R10013C00");
        assertEquals(List.of("T10010A00>", "R10013C00>"), recorder.lines);
    }

    @Test
    void theNextFrameReleasesAWaitingOne() {
        receive("T80190000");
        receive("BC0192B80");
        assertEquals(List.of("T80190000 "), recorder.lines);
    }

    @Test
    void nothingWaitsInMonitorMode() {
        receive("PR: M=M");
        receive("T10010A00");
        assertEquals(List.of("T10010A00>"), recorder.lines);
    }

    @Test
    void theTimeStampIsThatOfTheFrameAndNotOfItsRelease() {
        receive("T10010A00");
        passMillis(60);
        assertTrue(recorder.texts.getFirst().startsWith("19:15:03.000000 "), recorder.texts.getFirst());
    }

    /** The file says at how many milliseconds the replacement comes and what becomes of the value. */
    @ParameterizedTest
    @CsvSource({"20, -", "59, -", "61, >", "499, >", "501, >"})
    void aReplacementMarksTheFrameWithinTheWindowAndCorrectsTheValueUpTo500Ms(int millis, String flag)
            throws IOException {
        receive("B40190A00");
        passMillis(1000);
        recorder.clear();
        for (String line : resource("override-" + millis + "ms.log")) {
            String[] parts = line.split(" ");
            passMillisTo(START_MICROS + 1_000_000 + Math.round(Double.parseDouble(parts[0]) * 1_000_000));
            receive(parts[1]);
        }
        passMillis(100);
        String overridden = recorder.lines.getFirst();
        assertEquals("T10010A00" + flag, overridden);
        assertEquals(0x3C00, engine.state().values().word(TSET), "the replacement's value counts");
        // A boiler's Read-Ack replaced by a Data-Invalid answer: the earlier value stands again unless it came too
        // late.
        int word = engine.state().values().word(25);
        assertEquals(millis < 500 ? 0x0A00 : 0x2B80, word);
    }

    @Test
    void flagsOfTheRecordedOverridesAreRight() throws IOException {
        List<String> frames = new ArrayList<>();
        for (String line : recording("bus-overrides.log")) {
            String[] parts = line.split(" ");
            passMillisTo(START_MICROS + Math.round(Double.parseDouble(parts[0]) * 1_000_000));
            receive(parts[1]);
            frames.add(parts[1]);
        }
        passMillis(100);
        assertEquals(
                frames,
                recorder.lines.stream().map(line -> line.substring(0, 9)).toList());
        for (int i = 0; i + 1 < frames.size(); i++) {
            char origin = frames.get(i).charAt(0);
            char next = frames.get(i + 1).charAt(0);
            boolean sameId =
                    frames.get(i).substring(3, 5).equals(frames.get(i + 1).substring(3, 5));
            boolean replaced = sameId && (origin == 'T' && next == 'R' || origin == 'B' && next == 'A');
            assertEquals(replaced, recorder.lines.get(i).charAt(9) == '-', frames.get(i) + " " + frames.get(i + 1));
        }
        assertTrue(recorder.lines.stream().anyMatch(line -> line.charAt(9) == '-'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus-frames.log", "bus-recording-20min.log"})
    void everyRecordedFrameBecomesOneMessageInOrder(String name) throws IOException {
        List<String> sent = new ArrayList<>();
        for (String line : recording(name)) {
            String frame = line.substring(line.lastIndexOf(' ') + 1);
            receive(frame);
            sent.add(frame);
            passMillis(20);
        }
        passMillis(100);
        assertEquals(
                sent, recorder.lines.stream().map(line -> line.substring(0, 9)).toList());
        assertEquals(sent.size(), ring.next());
    }

    @Test
    void anErrorFrameIsMarkedAndCarriesNoValue() {
        receive("E40192B80");
        assertEquals(List.of("E40192B80P"), recorder.lines);
        assertFalse(engine.state().values().seen(25));
    }

    @Test
    void linesThatArriveTogetherAreHandedOverTogether() {
        receive("BC0192B80");
        passMillis(100);
        recorder.clear();
        engine.received(bytes("R10013C00\r\nBC0192B80\r\nA40192B81\r\n"), 33, nanos, micros);
        assertEquals(List.of(3), recorder.batchSizes);
        assertEquals(List.of("R10013C00>", "BC0192B80-", "A40192B81>"), recorder.lines);
    }

    @Test
    void commandsAndAnswersStandBetweenTheFramesInOrder() {
        engine.received(bytes("R10013C00\r\nTT: 21.50\r\nA40192B81\r\n"), 33, nanos, micros);
        assertEquals(List.of("R10013C00>", "answer TT: 21.50", "A40192B81>"), recorder.all);
    }

    @Test
    void anAnswerThatItsOwnResetCutsShortIsNoError() {
        receive("GW");
        receive("OpenTherm Gateway 6.6");
        receive("GX");
        assertEquals(
                List.of("answer GW", "system OpenTherm Gateway 6.6", "error Not understood: GX"),
                recorder.all.stream().filter(each -> !each.startsWith("command")).toList());
    }

    @Test
    void aQueuedCommandIsSentAfterASecondAndRemovedByItsAnswer() {
        engine.enqueue("TT=21.5", false, nanos);
        passMillis(2000);
        assertEquals(List.of("TT=21.5"), recorder.sent);
        receive("TT: 21.50");
        assertEquals(0, engine.state().queuedCommands());
    }

    @Test
    void aQueuedCommandWaitsWhileThePortIsGone() {
        engine.closed("gone", nanos, micros);
        engine.enqueue("TT=21.5", false, nanos);
        passMillis(60_000);
        assertEquals(List.of(), recorder.sent);
        engine.opened(nanos, micros);
        receive("PR: A=OpenTherm Gateway 6.6");
        passMillis(2000);
        assertTrue(recorder.sent.contains("TT=21.5"), recorder.sent.toString());
    }

    @Test
    void whoAsksGetsTheAnswer() {
        List<@Nullable String> answers = new ArrayList<>();
        assertTrue(engine.ask("PR=W", answers::add, nanos, micros));
        receive("PR: W=A");
        assertEquals(List.of("W=A"), answers);
    }

    @Test
    void nobodyCanAskWhileThePortIsGone() {
        engine.closed("gone", nanos, micros);
        assertFalse(engine.ask("PR=W", answer -> {}, nanos, micros));
    }

    @Test
    void theConnectionFlagsFallWhenAllTrafficStops() {
        receive("T80000200");
        receive("B40000200");
        assertTrue(engine.state().online());
        assertEquals(Presence.CONNECTED, engine.state().thermostat());
        passMillis(29_000);
        assertTrue(engine.state().online());
        passMillis(2000);
        assertFalse(engine.state().online());
        assertEquals(Presence.SILENT, engine.state().boiler());
        assertTrue(recorder.all.contains("connection Boiler not heard for 30 s"), recorder.all.toString());
    }

    @Test
    void onlineStartsAsTheOriginalsAndTheSidesAsNotSeen() {
        assertTrue(engine.state().online());
        assertEquals(Presence.NOT_SEEN_YET, engine.state().thermostat());
    }

    @Test
    void aStandAloneGatewayIsOnline() {
        receive("R80000200");
        receive("B40000200");
        assertTrue(engine.state().online());
        assertEquals(Presence.NOT_SEEN_YET, engine.state().thermostat());
    }

    @Test
    void aSilentChipIsAskedThenThePortReopenedThenTheChipReset() {
        passMillis(31_000);
        assertEquals(List.of("PR=A"), recorder.sent);
        passMillis(5000);
        assertEquals(1, recorder.reopened);
        engine.closed("gone", nanos, micros);
        engine.opened(nanos, micros);
        assertEquals(List.of("PR=A", "PR=A"), recorder.sent);
        passMillis(5000);
        assertEquals(1, recorder.resets);
        assertEquals(
                List.of("ASK", "ASK", "REOPEN", "ASK", "RESET"),
                engine.state().steps().stream()
                        .map(GatewayState.SupervisorStep::action)
                        .toList());
    }

    @Test
    void anAnswerAfterSilenceIsReportedAndNothingIsDone() {
        passMillis(31_000);
        receive("PR: A=OpenTherm Gateway 6.6");
        passMillis(20_000);
        assertTrue(engine.state().busSilent());
        assertEquals(0, recorder.reopened + recorder.resets);
        receive("T80000200");
        assertFalse(engine.state().busSilent());
    }

    @Test
    void theSupervisorRestsWhileTheSummaryModeHidesTheFrames() {
        receive("PS: 1");
        passMillis(600_000);
        assertEquals(List.of(), recorder.sent);
        assertTrue(engine.state().summaryMode());
        receive("PS: 0");
        passMillis(31_000);
        assertEquals(List.of("PR=A"), recorder.sent);
    }

    @Test
    void theModeIsKnownFromAnswersAndFromFrames() {
        assertEquals(Mode.GATEWAY, engine.state().mode());
        receive("GW: 0");
        assertEquals(Mode.MONITOR, engine.state().mode());
        receive("R80000200");
        assertEquals(Mode.GATEWAY, engine.state().mode());
        receive("OpenTherm Gateway 6.6");
        assertEquals(Mode.UNKNOWN, engine.state().mode());
        assertEquals(List.of("PR=M"), recorder.sent);
    }

    @Test
    void theChipIsKnownFromItsBanner() {
        receive("OpenTherm Gateway 5.8");
        assertEquals(
                new GatewayState.Chip("gateway", "5.8", "pic16f88"),
                engine.state().chip());
        assertTrue(engine.state().chipAvailable());
    }

    @Test
    void theSummaryCommandOfARawClientForgetsTheTimesAndShowsAMessage() {
        receive("BC0192B80");
        passMillis(100);
        assertTrue(engine.state().values().epochSeconds(25) > 0);
        RawClient client = rawClient();
        send(client, "ps=1\r");
        assertEquals(0, engine.state().values().epochSeconds(25));
        assertEquals(0x2B80, engine.state().values().word(25));
        assertEquals("PS=1 mode; No UI updates.", engine.state().message());
        assertTrue(recorder.all.contains("command ps=1"), recorder.all.toString());
        receive("ps: NG");
        send(client, "PS=0\r");
        assertEquals("", engine.state().message());
    }

    @Test
    void theSummaryCommandOfOthersShowsNoMessage() {
        engine.ask("PS=1", answer -> {}, nanos, micros);
        receive("PS: 1");
        assertEquals("", engine.state().message());
    }

    @Test
    void nothingOfOursIsSentWhileAClientTalksToTheBootLoader() {
        RawClient client = rawClient();
        send(client, "GW=R\r");
        assertEquals("a client", engine.state().lineOwner());
        recorder.clear();
        assertTrue(engine.enqueue("TT=20", true, nanos));
        for (int second = 0; second < 100; second++) {
            passMillis(1000);
            send(client, "\u000f");
        }
        assertFalse(engine.ask("PR=W", answer -> {}, nanos, micros), "an answer would never come");
        assertEquals(0, recorder.resets + recorder.reopened);
        assertEquals(List.of("\u000f"), recorder.sent.stream().distinct().toList());
        recorder.clear();
        receive("OpenTherm Gateway 6.6");
        assertEquals(List.of("PR=M"), recorder.sent);
        receive("PR: M=G");
        passMillis(1000);
        assertTrue(recorder.sent.contains("TT=20"), recorder.sent.toString());
    }

    @Test
    void bytesOfTheBootLoaderAreNoLinesAndStillPassed() {
        send(rawClient(), "\u000f");
        recorder.clear();
        long lines = engine.state().counters().lines();
        receive("TT: 20.00\r\n\u0000\u00ff\u0004PR: M=M\r\nR80000200");
        assertEquals(List.of(), recorder.all);
        assertEquals(lines, engine.state().counters().lines());
        assertEquals(34, recorder.bytes);
        receive("\u0004OpenTherm Gateway 5.8\r\nR80000200");
        assertEquals("5.8", engine.state().chip().version());
        assertEquals(List.of("R80000200>"), recorder.lines);
    }

    @Test
    void damageIsCountedAndNothingBehindItIsLost() {
        receive("Error 03");
        receive("x".repeat(400));
        receive("T8000020");
        receive("tA0000200");
        receive("R80000200");
        GatewayState.Counters counters = engine.state().counters();
        assertEquals(1, counters.busErrors());
        assertEquals(1, counters.overflows());
        assertEquals(List.of("R80000200>"), recorder.lines);
    }

    @Test
    void theClockIsToldInTimeWhenSomethingIsDue() {
        passMillis(1);
        receive("T10010A00");
        assertEquals(OverrideWindow.WINDOW_NANOS, engine.dueInNanos(nanos));
        passMillis(10);
        assertEquals(OverrideWindow.WINDOW_NANOS - 10_000_000, engine.dueInNanos(nanos));
        passMillis(50);
        assertNotEquals(0, engine.dueInNanos(nanos));
    }

    private void receive(String line) {
        byte[] bytes = bytes(line + "\r\n");
        engine.received(bytes, bytes.length, nanos, micros);
    }

    private void passMillis(long millis) {
        for (long i = 0; i < millis; i++) {
            nanos += TimeUnit.MILLISECONDS.toNanos(1);
            micros += 1000;
            engine.tick(nanos, micros);
        }
    }

    private void passMillisTo(long epochMicros) {
        passMillis((epochMicros - micros) / 1000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> recording(String name) throws IOException {
        return lines("/recordings/" + name);
    }

    private static List<String> resource(String name) throws IOException {
        return lines("/org/otgwpi/otgw/gateway/" + name);
    }

    private static List<String> lines(String path) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GatewayEngineTest.class.getResourceAsStream(path), path),
                StandardCharsets.US_ASCII))) {
            return reader.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toList());
        }
    }

    private RawClient rawClient() {
        RawClient client = new RawClient(new LineUser() {
            @Override
            public String name() {
                return "a client";
            }

            @Override
            public void flow(boolean open) {}

            @Override
            public void finished() {}
        });
        engine.raw((clients, now) -> clients.connect(client), nanos, micros);
        return client;
    }

    private void send(RawClient client, String text) {
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        engine.raw((clients, now) -> clients.received(client, raw, raw.length, now), nanos, micros);
    }

    /** Keeps what the engine lets out. */
    private static final class Recorder implements GatewayEngine.Outlet {

        private final List<String> lines = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<Integer> batchSizes = new ArrayList<>();
        private final List<String> all = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private int bytes;
        private int reopened;
        private int resets;

        private void clear() {
            lines.clear();
            texts.clear();
            batchSizes.clear();
            all.clear();
            sent.clear();
            bytes = 0;
        }

        @Override
        public void bytes(byte[] buffer, int length) {
            bytes += length;
        }

        @Override
        public void messages(List<Message> messages) {
            batchSizes.add(messages.size());
            for (Message message : messages) {
                String text = new String(message.line(), StandardCharsets.UTF_8);
                texts.add(text);
                String line = text.substring(35, 44) + text.charAt(65);
                lines.add(line);
                all.add(line);
            }
        }

        @Override
        public void event(GatewayEvent event) {
            all.add(event.kind().text() + " " + event.text());
        }

        @Override
        public void send(String command) {
            sent.add(command);
        }

        @Override
        public void write(byte[] bytes, LongConsumer written) {
            sent.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        public boolean pulseReset() {
            return false;
        }

        @Override
        public void reopen() {
            reopened++;
        }

        @Override
        public void reset() {
            resets++;
        }
    }
}
