package org.otgwpi.simulator;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.MessageType;

/**
 * The one-off questions of PM and TP. With PM an id that is a window into a table (transparent parameters, fault
 * history, brand texts) is asked for entry after entry.
 */
final class ParameterRequests {

    /** The ids that show one entry of a table, and the id that tells the size of that table in its high byte. */
    private static final Map<Integer, Integer> TABLES = Map.of(11, 10, 13, 12, 89, 88, 91, 90, 106, 105, 108, 107);

    /** The ids whose answer tells the number of letters in its high byte. */
    private static final Set<Integer> TEXTS = Set.of(93, 94, 95);

    private static final int MOST_ENTRIES = 256;

    private record Question(Message message, boolean allEntries) {}

    private @Nullable Question waiting;

    /** True for the ids that TP takes. */
    static boolean isTable(int dataId) {
        return TABLES.containsKey(dataId);
    }

    void askFor(int dataId) {
        waiting = new Question(Message.read(dataId, 0), true);
    }

    void askForEntry(int dataId, int index) {
        waiting = new Question(Message.read(dataId, index << 8), false);
    }

    void writeEntry(int dataId, int index, int value) {
        waiting = new Question(Message.write(dataId, (index << 8) | value), false);
    }

    @Nullable
    Message current() {
        return waiting == null ? null : waiting.message;
    }

    /** The request was answered; the next entry of a table comes next. */
    void answered(Message answer, BoilerValues values) {
        Question asked = waiting;
        waiting = null;
        if (asked == null || !asked.allEntries || answer.type() != MessageType.READ_ACK) {
            return;
        }
        int next = asked.message.high() + 1;
        if (next < Math.min(entries(asked.message.dataId(), answer, values), MOST_ENTRIES)) {
            waiting = new Question(asked.message.withWord(next << 8), true);
        }
    }

    private static int entries(int dataId, Message answer, BoilerValues values) {
        if (TEXTS.contains(dataId)) {
            return answer.high();
        }
        Integer sizeId = TABLES.get(dataId);
        return sizeId == null ? 1 : values.word(sizeId) >> 8;
    }
}
