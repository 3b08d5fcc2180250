package org.otgwpi.board;

/** The resistor inside the chip that holds an input while nobody drives it. */
public enum Pull {
    NONE,
    UP,
    DOWN
}
