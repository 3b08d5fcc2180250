package org.otgwpi.otgw.console;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The topics that are shown now. Thread-safe. */
final class Topics {

    private final Set<Topic> shown = Arrays.stream(Topic.values())
            .filter(Topic::shownAtFirst)
            .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));

    boolean shows(Topic topic) {
        return shown.contains(topic);
    }

    /** Shows {@code topic} from now on, or no more; true if it is shown now. */
    boolean toggle(Topic topic) {
        return !shown.remove(topic) && shown.add(topic);
    }
}
