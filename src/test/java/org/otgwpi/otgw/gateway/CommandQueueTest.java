package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandQueueTest {

    private final CommandQueue queue = new CommandQueue();
    private long now = 77;

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "TT", "TT:21", "TTT=1", "TT=123456789012", "SC=14:30/3=abcd"})
    void refusesWhatHasNotTheFormOfACommand(String command) {
        assertFalse(add(command, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TT=", "TT=21.5", "TT=12345678901", "zz=x"})
    void takesWhatHasTheFormOfACommand(String command) {
        assertTrue(add(command, false));
    }

    @Test
    void sendsFirstOneSecondAfterItWasQueued() {
        add("TT=20", false);
        assertEquals(List.of(), dueAfter(999));
        assertEquals(List.of("TT=20"), dueAfter(1));
    }

    @Test
    void sendsFiveTimesFiveSecondsApartAndThenGivesUp() {
        add("TT=20", false);
        List<Integer> seconds = new ArrayList<>();
        for (int second = 1; second <= 60; second++) {
            if (!dueAfter(1000).isEmpty()) {
                seconds.add(second);
            }
        }
        assertEquals(List.of(1, 6, 11, 16, 21), seconds);
        assertEquals(0, queue.size());
    }

    @Test
    void anAnswerRemovesTheFirstCommandWithItsLettersWhateverItSays() {
        add("TT=20", true);
        add("TT=21", true);
        add("SW=50", true);
        queue.answered("TT");
        assertEquals(List.of("TT=21", "SW=50"), dueAfter(1000));
    }

    @Test
    void replacesACommandWithTheSameLettersInItsPlaceAndStartsAnew() {
        add("TT=20", false);
        add("SW=50", false);
        dueAfter(1000);
        add("TT=21", false);
        assertEquals(2, queue.size());
        assertEquals(List.of(), dueAfter(999));
        assertEquals(List.of("TT=21"), dueAfter(1));
    }

    @Test
    void keepsBothIfTheSecondIsForced() {
        add("SR=21:1,2", false);
        add("SR=22:7,2", true);
        assertEquals(List.of("SR=21:1,2", "SR=22:7,2"), dueAfter(1000));
    }

    @Test
    void hasTwentyPlaces() {
        for (int i = 0; i < 20; i++) {
            assertTrue(add("AA=" + i, true));
        }
        assertFalse(add("AA=20", true));
        assertTrue(add("AA=21", false), "replaces the first");
        assertFalse(add("SW=50", false));
    }

    @Test
    void sendsAResetOnce() {
        add("GW=R", true);
        assertEquals(List.of("GW=R"), dueAfter(1000));
        assertEquals(0, queue.size());
    }

    @Test
    void doesNotSendAgainWhileTheLastTransmissionWaitsForTheLine() {
        add("TT=20", false);
        now += TimeUnit.SECONDS.toNanos(1);
        List<CommandQueue.Entry> first = queue.due(now);
        now += TimeUnit.SECONDS.toNanos(10);
        assertEquals(List.of(), queue.due(now));
        first.getFirst().transmitted();
        assertEquals(1, queue.due(now).size());
    }

    private boolean add(String command, boolean forced) {
        return queue.add(command, forced, CommandQueue.DELAY_NANOS, now);
    }

    private List<String> dueAfter(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        List<String> commands = new ArrayList<>();
        for (CommandQueue.Entry entry : queue.due(now)) {
            commands.add(entry.command());
            entry.transmitted();
        }
        return commands;
    }
}
