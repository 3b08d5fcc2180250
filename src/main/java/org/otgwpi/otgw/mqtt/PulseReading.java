package org.otgwpi.otgw.mqtt;

/**
 * What the S0 counter counted (otgw-core 8.5).
 *
 * @param count pulses in the last interval
 * @param total pulses since the start
 * @param pulseMillis time between the last two
 * @param powerKilowatts what they amount to
 */
public record PulseReading(int count, long total, long pulseMillis, double powerKilowatts) {}
