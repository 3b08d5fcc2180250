package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.opentherm.MessageType;

/** A house whose values move as those of a house do. */
final class HouseTest {

    private static final long SECOND = 1_000_000_000L;

    /** A house without a gateway between thermostat and boiler, on a clock of its own. */
    private static final class Wired implements House.Wires {
        final List<Message> messages = new ArrayList<>();
        final List<Long> nanos = new ArrayList<>();
        private final House house;
        private long nowNanos;

        Wired(long seed, double speed) {
            house = new House(seed, speed, this, 0);
        }

        void pass(long durationNanos) {
            long end = nowNanos + durationNanos;
            while (nowNanos < end) {
                nowNanos += Math.max(1, Math.min(house.dueInNanos(nowNanos), end - nowNanos));
                house.tick(nowNanos);
            }
        }

        @Override
        public void thermostatSends(int bits, long now) {
            add(bits, now);
            house.boilerReceives(bits, now);
        }

        @Override
        public void boilerSends(int bits, long now) {
            add(bits, now);
            house.thermostatReceives(bits);
        }

        private void add(int bits, long now) {
            messages.add(new Message(bits));
            nanos.add(now);
        }
    }

    private static Map<Integer, List<Double>> valuesOfADay(long seed) {
        Wired wired = new Wired(seed, 1);
        wired.pass(24 * 3_600 * SECOND);
        Map<Integer, List<Double>> values = new HashMap<>();
        for (Message message : wired.messages) {
            if (message.type() == MessageType.READ_ACK || message.type() == MessageType.WRITE_DATA) {
                values.computeIfAbsent(message.dataId(), id -> new ArrayList<>())
                        .add(new FixedPoint(message.word()).value());
            }
        }
        return values;
    }

    private static void assertBetween(double least, double most, List<Double> values, String name) {
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertTrue(min >= least && max <= most, name + " went from " + min + " to " + max);
        assertTrue(max > min, name + " never moved");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDayStaysWithinWhatAHouseDoes(long seed) {
        Map<Integer, List<Double>> values = valuesOfADay(seed);
        assertBetween(0, 75, values.getOrDefault(1, List.of()), "control set-point");
        assertBetween(16, 21.5, values.getOrDefault(16, List.of()), "room set-point");
        assertBetween(15.5, 22, values.getOrDefault(24, List.of()), "room");
        assertBetween(0, 100, values.getOrDefault(17, List.of()), "modulation");
        assertBetween(1.0, 2.2, values.getOrDefault(18, List.of()), "pressure");
        assertBetween(0, 12, values.getOrDefault(19, List.of()), "tap");
        assertBetween(15, 85, values.getOrDefault(25, List.of()), "flow");
        assertBetween(15, 65, values.getOrDefault(26, List.of()), "hot water");
        assertBetween(-6, 16, values.getOrDefault(27, List.of()), "outside");
        assertBetween(15, 80, values.getOrDefault(28, List.of()), "return");
    }

    @Test
    void theRoomFollowsTheProgram() {
        Wired wired = new Wired(7, 1);
        wired.pass(9_000 * SECOND);
        double morning = lastWritten(wired, 24);
        assertTrue(morning > 18.5, "room after the morning's heating " + morning);
        wired.pass(12 * 3_600 * SECOND);
        double evening = lastWritten(wired, 24);
        assertTrue(Math.abs(evening - 21) < 0.7, "room in the evening " + evening);
    }

    private static double lastWritten(Wired wired, int dataId) {
        return wired.messages.reversed().stream()
                .filter(message -> message.dataId() == dataId && message.type() == MessageType.WRITE_DATA)
                .findFirst()
                .map(message -> new FixedPoint(message.word()).value())
                .orElseThrow();
    }

    @Test
    void burnerStartsAndTapsAreCountedAndFlameShows() {
        Wired wired = new Wired(5, 1);
        wired.pass(24 * 3_600 * SECOND);
        List<Integer> starts = wired.messages.stream()
                .filter(message -> message.dataId() == 116 && message.type() == MessageType.READ_ACK)
                .map(Message::word)
                .toList();
        assertTrue(starts.getLast() > starts.getFirst() + 5, "burner starts " + starts.getFirst());
        assertTrue(starts.getLast() < starts.getFirst() + 300, "burner starts " + starts.getLast());
        List<Integer> states = wired.messages.stream()
                .filter(message -> message.dataId() == 0 && message.type() == MessageType.READ_ACK)
                .map(Message::low)
                .distinct()
                .toList();
        assertTrue(states.stream().anyMatch(state -> (state & 0x0A) == 0x0A), "heating with flame in " + states);
        assertTrue(states.stream().anyMatch(state -> (state & 0x0C) == 0x0C), "hot water with flame in " + states);
        assertTrue(states.contains(0) || states.contains(2), "a boiler at rest in " + states);
    }

    @Test
    void theThermostatSpeaksFirstAndTheBoilerAnswersWithin20To400Millis() {
        Wired wired = new Wired(1, 1);
        wired.pass(100 * SECOND);
        assertEquals(200, wired.messages.size() + wired.messages.size() % 2);
        for (int i = 0; i + 1 < wired.messages.size(); i += 2) {
            assertTrue(wired.messages.get(i).type().fromMaster());
            assertTrue(!wired.messages.get(i + 1).type().fromMaster());
            assertEquals(
                    wired.messages.get(i).dataId(), wired.messages.get(i + 1).dataId());
            assertEquals((i / 2 + 1) * SECOND, wired.nanos.get(i));
            long delay = wired.nanos.get(i + 1) - wired.nanos.get(i);
            assertTrue(delay >= 20_000_000L && delay < 400_000_000L, "delay " + delay);
        }
    }

    @Test
    void speedMakesTheBusFaster() {
        Wired wired = new Wired(1, 60);
        wired.pass(10 * SECOND);
        assertEquals(1_200, wired.messages.size(), 3);
    }

    @Test
    void theSameSeedGivesTheSameHouse() {
        Wired one = new Wired(9, 1);
        Wired same = new Wired(9, 1);
        Wired other = new Wired(10, 1);
        one.pass(3_600 * SECOND);
        same.pass(3_600 * SECOND);
        other.pass(3_600 * SECOND);
        assertEquals(one.messages, same.messages);
        assertEquals(one.nanos, same.nanos);
        assertNotEquals(one.nanos, other.nanos);
    }

    @Test
    void aHouseThatWasAsleepDoesNotCatchUpWithAllOfIt() {
        Wired wired = new Wired(1, 1);
        wired.house.tick(3_600 * SECOND);
        assertTrue(wired.messages.size() <= 8, "messages " + wired.messages.size());
    }

    @Test
    void allFramesHaveEvenParity() {
        Wired wired = new Wired(3, 1);
        wired.pass(3_600 * SECOND);
        assertTrue(wired.messages.stream().allMatch(message -> Integer.bitCount(message.bits()) % 2 == 0));
    }

    @Test
    void theBoilerAnswersAnIdThatItDoesNotKnowWithType7() {
        BoilerAnswers answers = new BoilerAnswers(new Boiler());
        for (int id = 128; id < 256; id++) {
            Message request = Message.read(id, 0);
            assertEquals(request.withType(MessageType.UNKNOWN_DATA_ID), answers.answer(request, 5));
        }
    }
}
