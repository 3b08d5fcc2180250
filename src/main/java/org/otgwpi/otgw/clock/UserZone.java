package org.otgwpi.otgw.clock;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.otgwpi.settings.Settings;

/** The user's time zone, which stands in the settings by its IANA name. */
public final class UserZone {

    private static final String NAME = "ntptimezone";
    private static final ZoneId ORIGINAL = ZoneId.of("Europe/Amsterdam");

    private UserZone() {}

    /**
     * The zone of {@code ntptimezone}. If its name is none, the original takes Europe/Amsterdam once its clock is set by
     * the network, and UTC else (otgw-http-ws 2.6, 6.3).
     */
    public static ZoneId of(Settings settings) {
        return named(settings).orElse(settings.bool("ntpenable") ? ORIGINAL : ZoneOffset.UTC);
    }

    /** A sentence for the user if the name is none. */
    public static Optional<String> problem(Settings settings) {
        return named(settings).isPresent()
                ? Optional.empty()
                : Optional.of("There is no time zone \"%s\", so %s counts: choose a name like Europe/London."
                        .formatted(settings.text(NAME), name(settings)));
    }

    /** The name of {@link #of}, as browsers know it. */
    public static String name(Settings settings) {
        ZoneId zone = of(settings);
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static Optional<ZoneId> named(Settings settings) {
        try {
            return Optional.of(ZoneId.of(settings.text(NAME)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
