package org.otgwpi.railhub;

/**
 * What one output is told to do.
 *
 * @param active whether it is on
 * @param brightness 0 to 100 %, kept while it is off
 * @param intervalMillis how long it is lit and then dark; 0 = it does not blink
 * @param name what the user calls it, or empty
 * @param used whether it ever had a command: until then its line stays an input
 * @param phaseNanos when its blinking began, by the monotonic clock
 */
record Output(boolean active, int brightness, long intervalMillis, String name, boolean used, long phaseNanos) {

    static final Output FRESH = new Output(false, 100, 0, "", false, 0);

    Output switched(boolean on, int percent, long nowNanos) {
        return new Output(on, percent, intervalMillis, name, true, on && !active ? nowNanos : phaseNanos);
    }

    Output named(String text) {
        return new Output(active, brightness, intervalMillis, text, used, phaseNanos);
    }

    Output blinking(long millis, long fromNanos) {
        return new Output(active, brightness, millis, name, used, fromNanos);
    }

    /** On or off by a chasing group. */
    Output chased(boolean on) {
        return new Output(on, brightness, intervalMillis, name, true, phaseNanos);
    }
}
