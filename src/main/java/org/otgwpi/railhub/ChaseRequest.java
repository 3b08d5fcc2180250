package org.otgwpi.railhub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/chasing/create} asks for, checked in the original's order (railhub-remote-echo A.7).
 *
 * @param outputs indices of outputs
 */
record ChaseRequest(int id, String name, long intervalMillis, List<Integer> outputs) {

    private static final int SHORTEST_MILLIS = 50;
    private static final int MOST_OUTPUTS = 8;
    private static final int MOST_NAME_BYTES = 20;

    static ChaseRequest of(JsonMembers members, Wiring wiring) throws RefusedException {
        Long id = JsonMembers.whole(members.get("groupId"), 0, 255);
        if (id == null) {
            throw new RefusedException(Refusal.GROUP_ID);
        }
        if (id == 0) {
            throw new RefusedException(Refusal.GROUP_ID_RANGE);
        }
        Long interval = JsonMembers.unsigned(members.get("interval"));
        if (interval == null) {
            throw new RefusedException(Refusal.INTERVAL);
        }
        if (interval < SHORTEST_MILLIS) {
            throw new RefusedException(Refusal.INTERVAL_SHORT);
        }
        return new ChaseRequest(
                id.intValue(),
                groupName(members.get("name"), id.intValue()),
                interval,
                outputs(members.get("outputs"), wiring));
    }

    private static List<Integer> outputs(JsonNode array, Wiring wiring) throws RefusedException {
        if (!array.isArray()) {
            throw new RefusedException(Refusal.OUTPUTS);
        }
        if (array.isEmpty()) {
            throw new RefusedException(Refusal.OUTPUTS_EMPTY);
        }
        if (array.size() > MOST_OUTPUTS) {
            throw new RefusedException(Refusal.OUTPUTS_MANY);
        }
        List<Integer> outputs = new ArrayList<>();
        for (JsonNode element : array) {
            Long pin = JsonMembers.whole(element, Integer.MIN_VALUE, Integer.MAX_VALUE);
            if (pin == null) {
                throw new RefusedException(Refusal.OUTPUT_FORMAT);
            }
            int index = wiring.indexOf(pin.intValue());
            if (index < 0) {
                throw new RefusedException(Refusal.PIN);
            }
            if (outputs.contains(index)) {
                throw new RefusedException(Refusal.PIN_TWICE);
            }
            outputs.add(index);
        }
        return List.copyOf(outputs);
    }

    /** The name as it is kept: 20 bytes at most, and one made of the id if there is none. */
    static String groupName(@Nullable JsonNode node, int id) {
        String text = node != null && node.isTextual() ? node.textValue() : "";
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            bytes += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_NAME_BYTES) {
                break;
            }
            end = next;
        }
        return end == 0 ? "Group " + id : text.substring(0, end);
    }
}
