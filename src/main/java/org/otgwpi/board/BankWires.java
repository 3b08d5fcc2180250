package org.otgwpi.board;

import java.io.IOException;

/** What a {@link LineBank} moves; bit n is the n-th line. */
interface BankWires {

    /** Gives the driven lines in {@code mask} the levels in {@code levels}. */
    void set(long levels, long mask) throws IOException;

    /** Drives the lines in {@code outputs} with {@code levels}; all others become inputs. */
    void drive(long outputs, long levels) throws IOException;

    /** Gives all lines back. */
    void close();
}
