package org.otgwpi.pic;

import org.jspecify.annotations.Nullable;

/**
 * What the chip answers to an argument, as far as the argument alone decides it (otgw-core 1.5, 1.6). Whether a table
 * is full or a boiler's bound exceeded, only the chip knows.
 *
 * @param error why it refuses, or null
 * @param echo what stands behind the colon, or null if the argument does not tell: reports, {@code GW=R}
 */
public record Reply(@Nullable ErrorCode error, @Nullable String echo) {

    static Reply echo(@Nullable String echo) {
        return new Reply(null, echo);
    }

    static Reply error(ErrorCode error) {
        return new Reply(error, null);
    }

    /** True if the chip may carry the command out. */
    public boolean accepted() {
        return error == null;
    }
}
