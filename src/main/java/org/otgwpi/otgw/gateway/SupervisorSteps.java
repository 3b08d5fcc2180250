package org.otgwpi.otgw.gateway;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last steps of the supervisor. Not thread-safe. */
final class SupervisorSteps {

    private static final int MOST = 20;

    private final Deque<GatewayState.SupervisorStep> steps = new ArrayDeque<>();

    void add(Instant time, String action, String reason) {
        if (steps.size() == MOST) {
            steps.removeFirst();
        }
        steps.add(new GatewayState.SupervisorStep(time, action, reason));
    }

    /** Oldest first. */
    List<GatewayState.SupervisorStep> all() {
        return List.copyOf(steps);
    }
}
