package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.pic.PicDecoder;
import org.otgwpi.pic.PicLine;

final class RawClientsTest {

    private static final String STX = "\u000f";
    private static final String ETX = "\u0004";

    private final List<String> line = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Deque<LongConsumer> unwritten = new ArrayDeque<>();
    private final List<String> firmware = new ArrayList<>();
    private final LineArbiter arbiter = new LineArbiter(command -> line.add("own " + command));
    private final RawClients clients = new RawClients(arbiter, new Recorder());
    private final Person anna = new Person("anna");
    private final Person bert = new Person("bert");
    private boolean wired;
    private int pulses;
    private long now = -3_000_000_000L;

    @BeforeEach
    void thePortIsOpenAndTwoClientsAreThere() {
        clients.opened();
        clients.connect(anna.client);
        clients.connect(bert.client);
    }

    @Test
    void aLineIsSentAtOnceWhenNothingIsOutstanding() {
        anna.send("PR=A\r\n");
        assertSent("PR=A\\r\\n");
    }

    @Test
    void theNextLineWaitsForTheAnswer() {
        anna.send("PR=A\rPR=M\r");
        bert.send("TT=20\r");
        assertSent("PR=A\\r");
        answer("PR: A=OpenTherm Gateway 6.6");
        answer("PR: M=G");
        answer("TT: 20.00");
        assertSent("PR=A\\r", "PR=M\\r", "TT=20\\r");
    }

    @Test
    void clientsAndTheGatewaysOwnCommandsTakeTurns() {
        anna.send("AA=1\rAA=2\rAA=3\r");
        bert.send("BB=1\rBB=2\r");
        arbiter.submit("PR=W", null, now);
        for (String answer : List.of("AA: 1", "AA: 2", "BB: 1", "PR: W=A", "AA: 3", "BB: 2")) {
            answer(answer);
        }
        assertSent("AA=1\\r", "AA=2\\r", "BB=1\\r", "own PR=W", "AA=3\\r", "BB=2\\r");
    }

    @Test
    void afterASecondWithoutAnAnswerTheNextOneIsSentAndNothingIsRepeated() {
        anna.send("XX=1\rXX=2\r");
        passMillis(999);
        assertSent("XX=1\\r");
        passMillis(1);
        assertSent("XX=1\\r", "XX=2\\r");
        passMillis(60_000);
        assertSent("XX=1\\r", "XX=2\\r");
    }

    @Test
    void aBareErrorEndsTheOutstandingCommand() {
        anna.send("T\rFOO=42\rTT=20\rPR=A\r");
        answer("SE");
        answer("NG");
        answer("OE");
        assertSent("T\\r", "FOO=42\\r", "TT=20\\r", "PR=A\\r");
    }

    @Test
    void theSameCommandIsSentAsOftenAsItCame() {
        anna.send("PR=A\rPR=A\r");
        answer("PR: A=OpenTherm Gateway 6.6");
        assertSent("PR=A\\r", "PR=A\\r");
    }

    @Test
    void anOldPartOfALineGoesOutAsItIs() {
        anna.send("TT=");
        passMillis(1999);
        assertSent();
        passMillis(1);
        assertSent("TT=");
        anna.send("20\r");
        answer("TT: 20.00");
        bert.send("PR=A\r");
        assertSent("TT=", "20\\r", "PR=A\\r");
    }

    @Test
    void nothingIsSentIntoTheSummary() {
        anna.send("PS=1\r");
        bert.send("TT=20\r");
        answer("PS: 1");
        assertSent("PS=1\\r");
        String bits = "00000000/00000000,";
        answer(bits + "10.00," + bits + "100/100," + "1.00,".repeat(29) + "1");
        assertSent("PS=1\\r", "TT=20\\r");
    }

    @Test
    void aClientMaySendMoreOnceItsBytesAreWritten() {
        anna.send("AA=1\rAA=2\r");
        assertFalse(anna.flowing);
        written();
        assertFalse(anna.flowing, "AA=2 waits");
        answer("AA: 1");
        written();
        assertTrue(anna.flowing);
        assertTrue(bert.flowing);
    }

    @Test
    void aClientThatSendsNoMoreIsDoneWhenItsLastLineIsAnswered() {
        anna.send("AA=1\rAA=2\r");
        clients.end(anna.client, now);
        written();
        answer("AA: 1");
        written();
        assertFalse(anna.finished);
        answer("AA: 2");
        assertTrue(anna.finished);
    }

    @Test
    void whatAClosedClientHadWaitingIsDropped() {
        anna.send("AA=1\rAA=2\r");
        clients.close(anna.client, now);
        answer("AA: 1");
        bert.send("BB=1\r");
        assertSent("AA=1\\r", "BB=1\\r");
    }

    @Test
    void theSummaryHooksSeeEveryCase() {
        anna.send("ps=1\rPs=0\r");
        answer("NG");
        assertEquals(List.of("anna: ps=1 on", "anna: Ps=0 off"), hooks());
    }

    @Test
    void whoResetsTheChipHasTheLineUntilTheBanner() {
        anna.send("GW=R\r");
        assertEquals("anna", clients.owner());
        bert.send("TT=20\r\n" + "\n");
        arbiter.submit("PR=W", null, now);
        passMillis(3000);
        fromChip(ETX);
        anna.send(STX + "\0\u0003\u00fd" + ETX);
        anna.send("\r\r\n" + STX);
        fromChip(STX + "\0\u0003\0\u0002\0\u001f\u00e9\u001f\u00d4" + ETX);
        passMillis(3000);
        assertSent("GW=R\\r", "<0f><00><03>\u00fd<04>", "\\r\\r\\n<0f>");
        assertEquals(List.of("etx", "etx"), firmware);
        fromChip(ETX + "OpenTherm Gateway 6.6\r");
        assertNull(clients.owner());
        assertEquals("OpenTherm Gateway 6.6", firmware.getLast());
        answer("PR: W=A");
        answer("TT: 20.00");
        assertEquals(
                List.of("own PR=W", "TT=20\\r\\n", "\\n"),
                line.subList(3, line.size()).stream()
                        .sorted((a, b) -> Boolean.compare(b.startsWith("own"), a.startsWith("own")))
                        .toList());
    }

    @Test
    void theBannerMustStandAtTheBeginningOfALine() {
        anna.send("GW=R\r");
        fromChip("PR: A=OpenTherm Gateway 6.6\r\nxOpenTherm Gateway 6.6\r\nT80000200\r\n");
        assertEquals("anna", clients.owner());
        fromChip("GW: \u0001OpenTherm Gateway 6.6\r\n");
        assertNull(clients.owner());
    }

    @Test
    void otherBannersCountToo() {
        for (String banner : List.of("Opentherm gateway diagnostics - Version 2.2", "OpenTherm Interface 2.1")) {
            anna.send("GW=R\r");
            fromChip("\r\n" + banner + "\r\n");
            assertNull(clients.owner());
        }
    }

    @Test
    void anStxAtTheBeginningOfALineTakesTheLineAtOnce() {
        bert.send("TT=20\r");
        anna.send(STX + "\0");
        assertSent("TT=20\\r", "<0f><00>");
        assertEquals("anna", clients.owner());
    }

    @Test
    void theOwnerMayBeSilentFor120Seconds() {
        anna.send("GW=R\r");
        passMillis(100_000);
        anna.send(STX);
        passMillis(119_999);
        assertEquals("anna", clients.owner());
        passMillis(1);
        assertNull(clients.owner());
    }

    @Test
    void theLineIsFreeWhenTheOwnerGoes() {
        anna.send("GW=R\r");
        bert.send("TT=20\r");
        clients.close(anna.client, now);
        assertNull(clients.owner());
        assertSent("GW=R\\r", "TT=20\\r");
    }

    @Test
    void theLineIsFreeWhenTheOwnerSendsNoMore() {
        anna.send("GW=R\r");
        clients.end(anna.client, now);
        written();
        assertNull(clients.owner());
        assertTrue(anna.finished);
    }

    @Test
    void aFrameTwoSecondsAfterTheBeginningShowsThatTheFirmwareRuns() {
        anna.send(STX);
        passMillis(1999);
        fromChip("T80000200\r\n");
        assertEquals("anna", clients.owner());
        passMillis(1);
        fromChip("B40000200\r\n");
        assertNull(clients.owner());
        assertEquals(List.of("B40000200"), firmware);
    }

    @Test
    void aResetByWireHoldsTheOwnersBytesUntilItIsOver() {
        wired = true;
        anna.send("GW=R\r\nPR=A\r");
        anna.send("x");
        assertSent("GW=R\\r");
        assertEquals(1, pulses);
        clients.resetOver(now);
        assertSent("GW=R\\r", "\\nPR=A\\rx");
    }

    @Test
    void theOwnerMayResetAgain() {
        wired = true;
        anna.send("GW=R\r");
        clients.resetOver(now);
        anna.send("GW=R\r");
        assertEquals(2, pulses);
        assertEquals("anna", clients.owner());
    }

    @Test
    void onlyTheExactCommandResets() {
        wired = true;
        anna.send("gw=r\rGW=R1\r");
        answer("NG");
        assertEquals(0, pulses);
        assertNull(clients.owner());
    }

    @Test
    void duringAFlashBytesAreThrownAwayAndAResetIsRefused() {
        anna.send("AA=1\rAA=2\r");
        bert.send("BB");
        clients.hold(true, now);
        anna.send("GW=R\r");
        anna.send(STX + "\0");
        bert.send("=1\rBB=2\r");
        passMillis(5000);
        assertSent("AA=1\\r");
        assertEquals(0, pulses);
        assertNull(clients.owner());
        assertTrue(notices.toString().contains("anna may not reset"), notices.toString());
        written();
        assertTrue(anna.flowing);
        clients.hold(false, now);
        bert.send("BB=3\r");
        assertSent("AA=1\\r", "BB=3\\r");
    }

    @Test
    void bytesForAClosedPortAreThrownAway() {
        anna.send("AA=1\rAA=2\r");
        clients.closed(now);
        arbiter.clear();
        bert.send("BB=1\r");
        clients.opened();
        anna.send("AA=3\r");
        assertSent("AA=1\\r", "AA=3\\r");
    }

    @Test
    void aClientThatEndsWhileAnotherHasTheLineIsDoneAtOnce() {
        anna.send("GW=R\r");
        bert.send("BB=1\r");
        clients.end(bert.client, now);
        assertTrue(bert.finished);
    }

    @Test
    void arbitraryBytesNeverStopTheLine() {
        Random random = new Random(4);
        byte[] common = "\r\n\rGW=RPR=APS=1\u000f\u0004".getBytes(StandardCharsets.ISO_8859_1);
        wired = true;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) > 0 ? common[random.nextInt(common.length)] : (byte) random.nextInt(256);
            }
            Person sender = random.nextBoolean() ? anna : bert;
            clients.received(sender.client, bytes, bytes.length, now);
            switch (random.nextInt(6)) {
                case 0 -> passMillis(random.nextInt(3000));
                case 1 -> written();
                case 2 -> answer("PR: A=x");
                case 3 -> fromChip("OpenTherm Gateway 6.6\r\n");
                case 4 -> clients.resetOver(now);
                default -> fromChip(ETX);
            }
            line.clear();
        }
        for (int second = 0; second < 200_000 && !(anna.flowing && bert.flowing); second++) {
            clients.resetOver(now);
            written();
            fromChip("OpenTherm Gateway 6.6\r\n");
            passMillis(1000);
        }
        passMillis(120_000);
        clients.resetOver(now);
        line.clear();
        anna.send("\r");
        written();
        passMillis(1000);
        line.clear();
        anna.send("TT=20\r");
        assertSent("TT=20\\r");
    }

    private void passMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        arbiter.expire(now);
        clients.tick(now);
    }

    private void answer(String text) {
        arbiter.received(PicLine.parse(text), now);
    }

    private void written() {
        for (int count = unwritten.size(); count > 0; count--) {
            unwritten.remove().accept(now);
        }
    }

    private void fromChip(String text) {
        for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (clients.owner() != null) {
                clients.fromChip(each, now, new Firmware());
            }
        }
    }

    private void assertSent(String... expected) {
        assertEquals(List.of(expected), line);
    }

    private List<String> hooks() {
        return notices.stream().filter(each -> each.startsWith("anna:")).toList();
    }

    private static String visible(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            switch (each) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                default -> text.append((each & 0xFF) < ' ' ? String.format("<%02x>", each) : (char) (each & 0xFF));
            }
        }
        return text.toString();
    }

    private final class Person implements LineUser {

        private final String name;
        private final RawClient client = new RawClient(this);
        private boolean flowing = true;
        private boolean finished;

        private Person(String name) {
            this.name = name;
        }

        private void send(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            clients.received(client, bytes, bytes.length, now);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void flow(boolean open) {
            flowing = open;
        }

        @Override
        public void finished() {
            assertFalse(finished, "told once");
            finished = true;
        }
    }

    private final class Recorder implements RawClients.Outlet {

        @Override
        public void write(byte[] bytes, LongConsumer written) {
            line.add(visible(bytes));
            unwritten.add(written);
        }

        @Override
        public boolean pulseReset() {
            pulses += wired ? 1 : 0;
            return wired;
        }

        @Override
        public void sent(LineChunk chunk) {
            if (chunk.startsSummaryMode() || chunk.endsSummaryMode()) {
                notices.add("anna: " + chunk.text() + (chunk.startsSummaryMode() ? " on" : " off"));
            }
        }

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }
    }

    private final class Firmware implements PicDecoder.Sink {

        @Override
        public void frame(Origin origin, int bits) {
            firmware.add(String.format("%c%08X", origin.letter(), bits));
        }

        @Override
        public void line(PicLine picLine) {
            firmware.add(picLine.text());
        }

        @Override
        public void loaderReady(int etx) {
            firmware.add("etx");
        }
    }
}
