package org.otgwpi.otgw.mqtt;

/**
 * A message for the broker. Immutable.
 *
 * @param topic below that of the values, where it is the empty text; the whole topic for {@link Outbox#CONFIG}
 * @param retained the broker keeps it, whatever the user chose for values
 * @param group what it belongs to: a data id, or one of the groups of {@link Outbox}
 */
record Outgoing(String topic, String payload, boolean retained, int group) {}
