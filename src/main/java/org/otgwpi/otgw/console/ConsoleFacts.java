package org.otgwpi.otgw.console;

import java.time.Instant;
import java.time.ZoneId;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the console shows and does not know itself.
 *
 * @param version {@code <semver>+<7 hex of the commit>}
 * @param built when this version was built
 * @param networkUp whether the machine has an address
 * @param zone the user's time zone
 * @param viewerDrops how many messages viewers of the live log have lost
 */
public record ConsoleFacts(
        String version, Instant built, BooleanSupplier networkUp, Supplier<ZoneId> zone, LongSupplier viewerDrops) {}
