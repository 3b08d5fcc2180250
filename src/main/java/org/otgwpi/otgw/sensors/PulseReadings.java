package org.otgwpi.otgw.sensors;

/**
 * What the S0 counter counted (otgw-core 8.5). Immutable.
 *
 * @param present there is a counter; else monitor programs hear nothing of it
 * @param intervalCount pulses in the last interval that had any
 * @param totalCount pulses since the start, up to the end of that interval
 * @param pulseMillis time between the last two pulses of that interval
 * @param powerKilowatts what that amounts to; 0 once no pulse came for more than twice that time
 * @param epochSeconds when that interval ended, in seconds since 1970; 0 if there was none
 * @param lostEdges level changes that the kernel saw and we did not get: the counts are too low by half of it at most
 */
public record PulseReadings(
        boolean present,
        int intervalCount,
        long totalCount,
        long pulseMillis,
        float powerKilowatts,
        long epochSeconds,
        long lostEdges) {

    /** There is no counter. */
    public static final PulseReadings NONE = new PulseReadings(false, 0, 0, 0, 0, 0, 0);

    PulseReadings withLostEdges(long edges) {
        return new PulseReadings(present, intervalCount, totalCount, pulseMillis, powerKilowatts, epochSeconds, edges);
    }

    PulseReadings withoutPower() {
        return new PulseReadings(present, intervalCount, totalCount, pulseMillis, 0, epochSeconds, lostEdges);
    }

    PulseReadings withoutPulses() {
        return new PulseReadings(present, 0, totalCount, pulseMillis, powerKilowatts, epochSeconds, lostEdges);
    }
}
