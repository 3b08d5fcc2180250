package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.otgwpi.otgw.gateway.Supervisor.Action;
import org.otgwpi.otgw.gateway.Supervisor.Step;

final class SupervisorTest {

    private final Supervisor supervisor = new Supervisor();
    private long now = -5_000_000_000L;

    @Test
    void asksForTheVersionAtTheStart() {
        assertStep(Action.ASK, supervisor.opened(now));
    }

    @Test
    void resetsAtTheStartOnlyIfTheQuestionStaysUnansweredForTwoSeconds() {
        supervisor.opened(now);
        assertNull(tickAfter(1999));
        assertStep(Action.RESET, tickAfter(1));
    }

    @Test
    void doesNotResetAChipThatAnswersAtTheStart() {
        supervisor.opened(now);
        now += TimeUnit.MILLISECONDS.toNanos(20);
        supervisor.answered(now);
        assertNull(tickAfter(29_000));
    }

    @Test
    void framesAloneDoNotReplaceTheAnswerAtTheStart() {
        supervisor.opened(now);
        supervisor.frame(now);
        assertStep(Action.RESET, tickAfter(2000));
    }

    @Test
    void asksAfterThirtySilentSeconds() {
        listening();
        assertNull(tickAfter(29_999));
        assertStep(Action.ASK, tickAfter(1));
    }

    @Test
    void everyByteStartsTheThirtySecondsAnew() {
        listening();
        assertNull(tickAfter(20_000));
        supervisor.heard(now);
        assertNull(tickAfter(29_999));
    }

    @Test
    void anAnswerAfterSilenceMeansThatTheBusIsSilentAndIsSaidOnce() {
        listening();
        tickAfter(30_000);
        assertNotNull(supervisor.answered(now));
        tickAfter(30_000);
        assertNull(supervisor.answered(now), "said already");
        supervisor.frame(now);
        tickAfter(30_000);
        assertNotNull(supervisor.answered(now), "the bus had come back in between");
    }

    @Test
    void reopensThePortWithoutAnAnswerAndAsksAgain() {
        listening();
        tickAfter(30_000);
        assertNull(tickAfter(4999));
        assertStep(Action.REOPEN, tickAfter(1));
        supervisor.closed();
        assertNull(tickAfter(60_000), "the port is not back yet");
        assertStep(Action.ASK, supervisor.opened(now));
    }

    @Test
    void resetsAtOnceThenAfterOneFiveFifteenAndEverySixtyMinutes() {
        listening();
        tickAfter(30_000);
        tickAfter(5000);
        supervisor.closed();
        supervisor.opened(now);
        List<Long> minutes = new ArrayList<>();
        long last = now;
        for (int second = 0; second < 4 * 3600 && minutes.size() < 6; second++) {
            Step step = tickAfter(1000);
            if (step != null && step.action() == Action.RESET) {
                minutes.add(TimeUnit.NANOSECONDS.toMinutes(now - last));
                last = now;
            }
        }
        assertEquals(List.of(0L, 1L, 5L, 15L, 60L, 60L), minutes);
    }

    @Test
    void aByteAfterAResetEndsTheSeries() {
        listening();
        tickAfter(30_000);
        tickAfter(5000);
        supervisor.opened(now);
        tickAfter(5000);
        supervisor.heard(now);
        assertNull(tickAfter(29_999));
        assertStep(Action.ASK, tickAfter(1));
    }

    @Test
    void doesNothingWhileItIsHeld() {
        listening();
        for (int second = 0; second < 3600; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            assertNull(supervisor.tick(now, true));
        }
        assertNull(tickAfter(29_000), "the thirty seconds start when it is let go");
    }

    @Test
    void doesNothingWhileThePortIsGone() {
        listening();
        supervisor.closed();
        assertNull(tickAfter(3_600_000));
        assertEquals(Long.MAX_VALUE, supervisor.dueInNanos(now));
    }

    private void listening() {
        supervisor.opened(now);
        supervisor.answered(now);
    }

    private @Nullable Step tickAfter(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return supervisor.tick(now, false);
    }

    private static void assertStep(Action action, @Nullable Step step) {
        assertNotNull(step, "nothing was done");
        assertEquals(action, step.action());
    }
}
