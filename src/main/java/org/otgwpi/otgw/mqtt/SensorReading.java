package org.otgwpi.otgw.mqtt;

/**
 * What a temperature sensor read (otgw-core 8.4).
 *
 * @param address as its topic is called, in the format that the user chose
 * @param celsius -127 if it does not answer
 */
public record SensorReading(String address, double celsius) {}
