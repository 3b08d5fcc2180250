package org.otgwpi.board;

/** No wire to the reset pin: nothing happens. */
final class UnwiredResetLine implements ResetLine {

    @Override
    public void pull() {}

    @Override
    public void release() {}
}
