package org.otgwpi.otgw.mqtt;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.pic.PicLine;

/** What is published of the chip's other lines (otgw-core 2.9). Not thread-safe: it counts. */
final class LineTopics {

    /** The topic of answers, errors and refusals. */
    static final String EVENT = "event_report";

    private static final int MOST_ERROR_NUMBERS = 4;

    private final long[] errors = new long[MOST_ERROR_NUMBERS + 1];

    /** The message about {@code line}, or null if the original says nothing of its kind. */
    @Nullable
    Publication of(PicLine line) {
        return switch (line) {
            case PicLine.Answer answer -> new Publication(EVENT, answer.text());
            case PicLine.Refusal refusal ->
                new Publication(EVENT, refusal.code() + " - " + refusal.code().meaning());
            case PicLine.ThermostatLine change -> new Publication(EVENT, change.text());
            case PicLine.Power power -> new Publication(EVENT, power.text());
            case PicLine.LineError error -> count(error.number());
            case PicLine.Banner banner -> null;
            case PicLine.Summary summary -> null;
            case PicLine.WatchdogReset reset -> null;
            case PicLine.DebugPointer pointer -> null;
            case PicLine.Unknown unknown -> null;
        };
    }

    private @Nullable Publication count(int number) {
        return number >= 1 && number <= MOST_ERROR_NUMBERS
                ? new Publication("Error 0" + number, Long.toString(++errors[number]))
                : null;
    }
}
