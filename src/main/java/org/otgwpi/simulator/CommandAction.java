package org.otgwpi.simulator;

/** What one of the chip's commands does (otgw-core 1.6). */
@FunctionalInterface
interface CommandAction {

    /**
     * Carries the command out.
     *
     * @return what stands behind the colon of the answer
     * @throws Refused with the error code that stands there instead
     */
    String run(Argument argument, long nowNanos) throws Refused;
}
