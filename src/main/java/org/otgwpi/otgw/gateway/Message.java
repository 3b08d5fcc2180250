package org.otgwpi.otgw.gateway;

import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.Verdict;

/**
 * A frame whose fate is decided, as everyone behind the serial line gets it. Immutable; nobody writes into
 * {@code line}.
 *
 * @param sequence counts all messages since the start without a gap, from 0
 * @param epochMicros wall-clock time at which the frame arrived, in microseconds since 1970
 * @param line the rendered log line in UTF-8 with CR LF at its end (otgw-http-ws 2.6)
 */
public record Message(long sequence, Frame frame, Verdict verdict, long epochMicros, byte[] line) {}
