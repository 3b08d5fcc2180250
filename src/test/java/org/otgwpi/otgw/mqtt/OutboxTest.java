package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    private final Outbox outbox = new Outbox();

    private void value(String topic, String payload) {
        outbox.add(new Outgoing(topic, payload, false, 25));
    }

    private void moment(String text) {
        outbox.add(new Outgoing("event_report", text, false, Outbox.MOMENT));
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
            all.add(next.topic() + "=" + next.payload());
        }
        return all;
    }

    @Test
    void aNewerValueReplacesTheOneThatWaits() {
        value("a", "1");
        value("b", "1");
        value("a", "2");
        assertEquals(List.of("a=2", "b=1"), all());
        assertNull(outbox.poll());
    }

    @Test
    void valuesCanBeSaidAgainButMomentsAndConfigurationsNot() {
        value("a", "1");
        moment("x");
        outbox.add(new Outgoing("c", "{}", true, Outbox.CONFIG));
        all();
        outbox.again(group -> true);
        assertEquals(List.of("a=1"), all());
        outbox.again(group -> group == 26);
        assertTrue(outbox.isEmpty());
        outbox.forget(25);
        outbox.again(group -> true);
        assertTrue(outbox.isEmpty());
    }

    @Test
    void startingOverKeepsOnlyMoments() {
        value("a", "1");
        moment("x");
        moment("y");
        outbox.startOver();
        assertEquals(List.of("event_report=x", "event_report=y"), all());
    }

    @Test
    void itStaysBoundedWhateverComes() {
        for (int i = 0; i < 3 * Outbox.MOST_TOPICS; i++) {
            value("topic" + i, "1");
            moment("e" + i);
        }
        assertEquals(Outbox.MOST_TOPICS + Outbox.MOST_MOMENTS, outbox.size());
    }
}
