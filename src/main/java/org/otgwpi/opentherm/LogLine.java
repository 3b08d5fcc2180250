package org.otgwpi.opentherm;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Renders frames as lines of the log (otgw-http-ws 2.6 and Appendix B). Keeps a buffer and the zone's present offset:
 * for one thread only.
 */
public final class LogLine {

    /** No line is longer, its CR LF included. */
    public static final int MAX_BYTES = 511;

    private static final int SOURCE_COLUMNS = 18;
    private static final int TYPE_COLUMNS = 16;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private final Catalogue catalogue;
    private final ZoneRules rules;
    private final LineBuffer line = new LineBuffer(MAX_BYTES);

    private int offsetSeconds;
    private long offsetFrom;
    private long offsetUntil;

    public LogLine(Catalogue catalogue, ZoneId zone) {
        this.catalogue = catalogue;
        this.rules = zone.getRules();
    }

    /**
     * The log line in UTF-8 with CR LF at its end; the lines of data ids 4 and 101 may hold further CR LFs.
     *
     * @param epochMicros when the frame arrived, in microseconds since 1970
     */
    public byte[] render(Frame frame, Verdict verdict, long epochMicros) {
        line.clear();
        writeTime(epochMicros);
        line.put(' ');
        line.padded(frame.origin().text(), SOURCE_COLUMNS);
        line.put(' ');
        line.put(frame.origin().letter());
        line.hex(frame.bits(), 8);
        line.put(' ');
        line.decimal(frame.dataId(), 3, ' ');
        line.put(' ');
        line.padded(frame.type().text(), TYPE_COLUMNS);
        line.put(verdict.flag());
        line.put(' ');
        catalogue.of(frame).decoder().writeLog(frame, verdict == Verdict.ACCEPTED, line);
        if (verdict.ignored()) {
            line.padded(" <ignored> ", 0);
        }
        line.endLine();
        return line.toByteArray();
    }

    private void writeTime(long epochMicros) {
        long epochSecond = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        int second = Math.floorMod(epochSecond + offsetSeconds(epochSecond), SECONDS_PER_DAY);
        line.decimal(second / 3600, 2, '0');
        line.put(':');
        line.decimal(second / 60 % 60, 2, '0');
        line.put(':');
        line.decimal(second % 60, 2, '0');
        line.put('.');
        line.decimal(Math.floorMod(epochMicros, MICROS_PER_SECOND), 6, '0');
    }

    /** Looks the offset up once for all times until the zone's clocks are put forward or back. */
    private int offsetSeconds(long epochSecond) {
        if (epochSecond < offsetFrom || epochSecond >= offsetUntil) {
            Instant instant = Instant.ofEpochSecond(epochSecond);
            ZoneOffsetTransition next = rules.nextTransition(instant);
            offsetSeconds = rules.getOffset(instant).getTotalSeconds();
            offsetFrom = epochSecond;
            offsetUntil = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        }
        return offsetSeconds;
    }
}
