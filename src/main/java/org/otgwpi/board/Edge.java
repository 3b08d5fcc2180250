package org.otgwpi.board;

/**
 * An input line changed.
 *
 * @param high the level it has now
 * @param nanos when, in nanoseconds of the monotonic clock ({@link System#nanoTime()} on Linux), stamped by the kernel
 * @param lost how many edges before this one the kernel had to drop, 0 as a rule; if not, counts are too low by it
 */
public record Edge(boolean high, long nanos, long lost) {}
