package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.otgwpi.pic.PicLine;

final class LineArbiterTest {

    private final List<String> sent = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final LineArbiter arbiter = new LineArbiter(sent::add);
    private long now = 1_000;

    @Test
    void sendsAtOnceWhenNothingIsOutstanding() {
        submit("TT=20");
        assertEquals(List.of("TT=20"), sent);
    }

    @Test
    void keepsTheNextOneUntilTheAnswerCame() {
        submit("TT=20");
        submit("SW=50");
        assertEquals(List.of("TT=20"), sent);
        receive("TT: 20.00");
        assertEquals(List.of("TT=20", "SW=50"), sent);
        assertEquals(List.of("TT=20 -> 20.00"), answers);
    }

    @Test
    void anAnswerToAnotherCommandDoesNotCount() {
        submit("TT=20");
        receive("SW: 50.00");
        assertEquals(List.of(), answers);
    }

    @Test
    void aBareRefusalEndsTheOutstandingCommand() {
        submit("TT=");
        submit("SW=50");
        receive("SE");
        assertEquals(List.of("TT= -> SE"), answers);
        assertEquals(List.of("TT=", "SW=50"), sent);
    }

    @Test
    void givesUpAfterOneSecondAndGoesOn() {
        submit("TT=20");
        submit("SW=50");
        now += TimeUnit.MILLISECONDS.toNanos(999);
        arbiter.expire(now);
        assertEquals(List.of(), answers);
        now += TimeUnit.MILLISECONDS.toNanos(1);
        arbiter.expire(now);
        assertEquals(List.of("TT=20 -> null"), answers);
        assertEquals(List.of("TT=20", "SW=50"), sent);
    }

    @Test
    void aResetIsAnsweredByTheBanner() {
        submit("GW=R");
        now += TimeUnit.MILLISECONDS.toNanos(1130);
        arbiter.expire(now);
        receive("OpenTherm Gateway 6.6");
        assertEquals(List.of("GW=R -> OpenTherm Gateway 6.6"), answers);
    }

    @Test
    void takesAtMostSixtyFourWaitingCommands() {
        submit("TT=0");
        for (int i = 1; i <= LineArbiter.MOST_WAITING; i++) {
            assertTrue(arbiter.submit("TT=" + i, null, now));
        }
        assertFalse(arbiter.submit("TT=99", null, now));
    }

    @Test
    void tellsEveryoneThatNoAnswerComesWhenTheLineIsGone() {
        submit("TT=20");
        submit("SW=50");
        arbiter.clear();
        assertEquals(List.of("TT=20 -> null", "SW=50 -> null"), answers);
        assertEquals(Long.MAX_VALUE, arbiter.dueInNanos(now));
    }

    @Test
    void waitsForTheSummaryBehindTheAnswer() {
        submit("PS=1");
        submit("TT=20");
        receive("PS: 1");
        assertEquals(List.of("PS=1 -> 1"), answers);
        assertEquals(List.of("PS=1"), sent);
        receive("00000000/00000000," + "100.00,".repeat(32) + "1");
        assertEquals(List.of("PS=1", "TT=20"), sent);
    }

    @Test
    void waitsForTheSummaryOneSecondAtMost() {
        submit("PS=1");
        submit("TT=20");
        receive("PS: 1");
        now += LineArbiter.ANSWER_NANOS;
        arbiter.expire(now);
        assertEquals(List.of("PS=1", "TT=20"), sent);
    }

    @Test
    void sendsNothingWhileItIsBlocked() {
        submit("TT=20");
        arbiter.block();
        submit("SW=50");
        receive("TT: 20.00");
        now += 10 * LineArbiter.ANSWER_NANOS;
        arbiter.expire(now);
        assertEquals(List.of("TT=20"), sent);
        arbiter.unblock(now);
        assertEquals(List.of("TT=20", "SW=50"), sent);
    }

    private void submit(String command) {
        assertTrue(arbiter.submit(command, answer -> answers.add(command + " -> " + answer), now));
    }

    private void receive(String line) {
        arbiter.received(PicLine.parse(line), now);
    }
}
