package org.otgwpi.otgw.rest;

import java.time.Instant;

/**
 * What the program knows of itself.
 *
 * @param version {@code <semver>+<7 hex of the commit>}
 * @param built when it was built
 * @param bytes its size; 0 if it is not packed into one file
 */
public record ProgramFacts(String version, Instant built, long bytes) {}
