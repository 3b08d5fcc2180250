package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.GatewayState.Mode;

/** What the gateway sends of its own accord: commands for the start, questions again and again, a reset. */
final class GatewayDutiesTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    private final Recorder recorder = new Recorder();
    private final GatewayEngine engine = new GatewayEngine(
            CATALOGUE, new LogLine(CATALOGUE, ZoneOffset.UTC), new MessageRing(100), "the port", recorder);
    private final List<String> sentAt = new ArrayList<>();
    private long nanos = 55;
    private int second;

    @BeforeEach
    void thePortIsOpen() {
        engine.tick(nanos, 0);
        engine.bootCommands("GW=1;;TT=20; SW=50;TT=12345678901234;TT=21");
        engine.opened(nanos, 0);
    }

    @Test
    void bootCommandsWaitForTheFirstAnswerAndGoOutForcedOneSecondLater() {
        pass(3);
        assertFalse(recorder.sent.contains("GW=1"), recorder.sent.toString());
        answersItsVersion();
        recorder.sent.clear();
        pass(1);
        assertEquals(List.of("GW=1"), recorder.sent, "one at a time");
        receive("GW: 1");
        receive("TT: 20.00");
        assertEquals(List.of("GW=1", "TT=20", "TT=21"), recorder.sent);
    }

    @Test
    void aBootCommandThatIsNoneIsLeftOutWithASentence() {
        answersItsVersion();
        assertEquals(
                List.of(
                        "boot command ' SW=50' is left out: it is not XX=... with at most 14 characters, or too many"
                                + " commands wait",
                        "boot command 'TT=12345678901234' is left out: it is not XX=... with at most 14 characters, or"
                                + " too many commands wait"),
                recorder.events.stream()
                        .filter(event -> event.startsWith("boot"))
                        .toList());
    }

    @Test
    void bootCommandsAreNotSentAgainAfterTheChipRestarts() {
        answersItsVersion();
        pass(1);
        receive("GW: 1");
        receive("TT: 20.00");
        receive("TT: 21.00");
        receive("OpenTherm Gateway 6.6");
        receive("PR: M=G");
        recorder.sent.clear();
        pass(20);
        assertEquals(List.of(), recorder.sent);
    }

    @Test
    void bootCommandsComeAfterTheBannerOfAChipThatHadToBeReset() {
        pass(3);
        assertEquals(1, recorder.resets);
        receive("OpenTherm Gateway 6.6");
        receive("PR: M=G");
        recorder.sent.clear();
        pass(1);
        assertEquals(List.of("GW=1"), recorder.sent);
    }

    @Test
    void theModeIsAskedEveryThirtySecondsWhileTheBusIsAlive() {
        settle();
        for (int i = 0; i < 100; i++) {
            passWithFrames();
        }
        assertEquals(List.of("30 PR=M", "60 PR=M", "90 PR=M"), sentAt);
        receive("PR: M=M");
        assertEquals(Mode.MONITOR, engine.state().mode());
    }

    @Test
    void theModePollSwallowsNoLine() {
        settle();
        for (int i = 0; i < 31; i++) {
            passWithFrames();
        }
        assertEquals("30 PR=M", sentAt.getLast());
        long frames = engine.state().counters().frames();
        receive("BC0192B80");
        receive("PR: M=M");
        assertEquals(frames + 1, engine.state().counters().frames());
        assertTrue(recorder.events.contains("PR: M=M"));
    }

    @Test
    void aQuietBusIsNotPolledSoThatItsSilenceIsNoticed() {
        settle();
        for (int i = 0; i < 20; i++) {
            passWithFrames();
        }
        sentAt.clear();
        pass(31);
        assertEquals(List.of("49 PR=A"), sentAt, "the supervisor's question, 30 s after the last byte");
    }

    @Test
    void nothingIsPolledDuringPs1OrWhileAClientHasTheLine() {
        settle();
        receive("PS: 1");
        for (int i = 0; i < 70; i++) {
            passWithFrames();
        }
        assertEquals(List.of(), sentAt);
        receive("PS: 0");
        RawClient client = client();
        send(client, "\u000f");
        recorder.sent.clear();
        pass(70);
        assertEquals(List.of(), sentAt);
    }

    @Test
    void aChipOfUnknownModelIsAskedForItsVersionEveryMinuteBehindTheMode() {
        receive("PR: A=OpenTherm Gateway x");
        receive("PR: M=G");
        assertEquals("unknown", engine.state().chip().device());
        settleQueue();
        for (int i = 0; i < 125; i++) {
            passWithFrames();
            receive("PR: M=G");
        }
        assertEquals(
                List.of("60 PR=A", "120 PR=A"),
                sentAt.stream().filter(each -> each.endsWith("PR=A")).toList());
        receive("PR: A=OpenTherm Gateway 6.6");
        assertEquals("pic16f1847", engine.state().chip().device());
    }

    @Test
    void aCommandQueuedAtOnceGoesOutWithoutDelayAndIsRepeated() {
        settle();
        assertTrue(engine.enqueueAtOnce("SR=21:3,29", nanos, 0));
        assertTrue(engine.enqueueAtOnce("SR=22:7,234", nanos, 0));
        assertEquals(List.of("SR=21:3,29"), recorder.sent);
        receive("SR: 21:3/29");
        assertEquals(List.of("SR=21:3,29", "SR=22:7,234"), recorder.sent);
        assertEquals(1, engine.state().queuedCommands());
        for (int i = 0; i < 6; i++) {
            passWithFrames();
        }
        assertEquals(List.of("SR=21:3,29", "SR=22:7,234", "SR=22:7,234"), recorder.sent);
    }

    @Test
    void aResetAnswersWithTheBannerAndLetsNobodyInBetween() {
        settle();
        List<String> banners = new ArrayList<>();
        assertTrue(engine.reset(banners::add, nanos, 0));
        assertEquals(1, recorder.resets);
        assertTrue(engine.ask("PR=W", answer -> {}, nanos, 0));
        receive("TT: 20.00");
        assertEquals(List.of(), recorder.sent);
        receive("OpenTherm Gateway 6.6");
        assertEquals(List.of("OpenTherm Gateway 6.6"), banners);
        assertTrue(recorder.sent.contains("PR=W"));
    }

    @Test
    void aResetWithoutBannerIsGivenUpAfterTwoSeconds() {
        settle();
        List<Boolean> missing = new ArrayList<>();
        assertTrue(engine.reset(banner -> missing.add(banner == null), nanos, 0));
        pass(2);
        assertEquals(List.of(true), missing);
    }

    @Test
    void aResetIsRefusedWhileTheLineIsTaken() {
        settle();
        engine.raw((clients, now) -> clients.hold(true, now), nanos, 0);
        assertFalse(engine.reset(banner -> {}, nanos, 0));
        assertFalse(engine.ask("PR=A", answer -> {}, nanos, 0));
        engine.raw((clients, now) -> clients.hold(false, now), nanos, 0);
        send(client(), "\u000f");
        assertFalse(engine.reset(banner -> {}, nanos, 0));
        engine.closed("gone", nanos, 0);
        assertFalse(engine.reset(banner -> {}, nanos, 0));
        assertEquals(0, recorder.resets);
    }

    /** The chip has answered, the boot commands are done, and time begins. */
    private void settle() {
        answersItsVersion();
        settleQueue();
    }

    private void settleQueue() {
        pass(1);
        receive("GW: 1");
        receive("TT: 20.00");
        receive("TT: 21.00");
        recorder.sent.clear();
        sentAt.clear();
        second = 0;
    }

    private void answersItsVersion() {
        receive("PR: A=OpenTherm Gateway 6.6");
        receive("PR: M=G");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += GatewayEngine.SECOND_NANOS;
            second++;
            engine.tick(nanos, 0);
        }
    }

    private void passWithFrames() {
        receive("T80190000");
        receive("BC0192B80");
        pass(1);
    }

    private void receive(String line) {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        engine.received(bytes, bytes.length, nanos, 0);
    }

    private RawClient client() {
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
        engine.raw((clients, now) -> clients.connect(client), nanos, 0);
        return client;
    }

    private void send(RawClient client, String text) {
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        engine.raw((clients, now) -> clients.received(client, raw, raw.length, now), nanos, 0);
    }

    private final class Recorder implements GatewayEngine.Outlet {

        private final List<String> sent = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private int resets;

        @Override
        public void event(GatewayEvent event) {
            events.add(event.text());
        }

        @Override
        public void send(String command) {
            sent.add(command);
            sentAt.add(second + " " + command);
        }

        @Override
        public void write(byte[] bytes, LongConsumer written) {}

        @Override
        public boolean pulseReset() {
            return false;
        }

        @Override
        public void reopen() {}

        @Override
        public void reset() {
            resets++;
        }
    }
}
