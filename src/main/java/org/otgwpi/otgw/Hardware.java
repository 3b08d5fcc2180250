package org.otgwpi.otgw;

import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.Machine;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialLine;

/**
 * What the gateway is wired to.
 *
 * @param resetLine the wire to the chip's reset pin, or null if there is none
 * @param lines the header's GPIO lines, or null on a machine that has none
 */
public record Hardware(
        SerialLine serialLine,
        @Nullable ResetLine resetLine,
        @Nullable GpioLines lines,
        Machine machine) {}
