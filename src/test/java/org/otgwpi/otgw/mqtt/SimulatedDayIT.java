package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.otgwpi.otgw.mqtt.House.VALUES;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.simulator.SimulatedDay;

/** A whole day of the simulated house over a real Mosquitto, held against a rule written from otgw-core 2.4 to 2.6. */
final class SimulatedDayIT {

    private static final long SEED = 20;

    /** Frames that are said before a mark is waited for: few, so that no value replaces one that still waits. */
    private static final int STEP = 30;

    private static final String MARK = "Error 02";

    @TempDir
    Path folder;

    @Test
    void everyTopicAndPayloadOfADayIsThatOfTheSpecification() throws Exception {
        List<String> frames = SimulatedDay.frames(SEED);
        List<String> specified = new SpecifiedTopics().of(frames);
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                Watcher watcher = new Watcher(broker.port());
                House house = new House(folder.resolve("data"), broker.port())) {
            house.start();
            house.awaitConnected();
            say(frames, house, watcher);
            List<String> published = published(watcher);
            System.out.printf(
                    "A simulated day: %d frames, %d messages specified, %d published%n",
                    frames.size(), specified.size(), published.size());
            Map<String, List<String>> expected = byTopic(specified);
            assertEquals(GoldenText.lines("day-topics-golden.txt"), List.copyOf(expected.keySet()));
            Map<String, List<String>> found = byTopic(published);
            assertEquals(expected.keySet(), found.keySet());
            expected.forEach((topic, payloads) -> assertEquals(payloads, found.get(topic), topic));
            assertTrue(published.size() >= specified.size(), "nothing is left out, changed or not");
        }
    }

    /** A step ends before a frame of the thermostat, so that nothing is torn apart that belongs together. */
    private static void say(List<String> frames, House house, Watcher watcher) throws InterruptedException {
        int marks = 0;
        int said = 0;
        for (String frame : frames) {
            if (said >= STEP && frame.charAt(0) == 'T') {
                mark(++marks, house, watcher);
                said = 0;
            }
            house.chip.say(frame);
            said++;
        }
        House.await().until(() -> house.gateway.messages().next() == frames.size());
        mark(++marks, house, watcher);
        mark(++marks, house, watcher);
    }

    private static void mark(int number, House house, Watcher watcher) throws InterruptedException {
        house.chip.say(MARK);
        watcher.await(VALUES + "/" + MARK, Integer.toString(number));
    }

    private static List<String> published(Watcher watcher) throws IOException {
        List<String> all = new ArrayList<>();
        for (String message : watcher.messages()) {
            if (message.startsWith(VALUES + "/")
                    && !message.startsWith(VALUES + "/otgw-")
                    && !message.startsWith(VALUES + "/" + LineTopics.EVENT)
                    && !message.startsWith(VALUES + "/" + MARK)) {
                all.add(message.substring(VALUES.length() + 1));
            }
        }
        return all;
    }

    /** The payloads of each topic. Those that are said again, as after an announcement, count once. */
    private static Map<String, List<String>> byTopic(List<String> messages) {
        Map<String, List<String>> topics = new TreeMap<>();
        for (String message : messages) {
            String[] parts = message.split(" = ", 2);
            List<String> payloads = topics.computeIfAbsent(parts[0], topic -> new ArrayList<>());
            if (payloads.isEmpty() || !payloads.getLast().equals(parts[1])) {
                payloads.add(parts[1]);
            }
        }
        return topics;
    }
}
