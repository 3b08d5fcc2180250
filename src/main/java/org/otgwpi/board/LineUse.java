package org.otgwpi.board;

/**
 * A GPIO line that somebody wants.
 *
 * @param line its BCM number
 * @param user what for, as the user knows it: {@code output 4}
 * @param output whether it is to be driven, not only listened to
 */
public record LineUse(int line, String user, boolean output) {}
