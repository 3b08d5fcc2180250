package org.otgwpi.otgw.clock;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.otgwpi.settings.Settings;

/** The user's time zone, which stands in the settings by its IANA name. */
public final class UserZone {

    private static final ZoneId ORIGINAL = ZoneId.of("Europe/Amsterdam");

    private UserZone() {}

    /**
     * The zone of {@code ntptimezone}. If its name is none, the original takes Europe/Amsterdam once its clock is set by
     * the network, and UTC else (otgw-http-ws 2.6, 6.3).
     */
    public static ZoneId of(Settings settings) {
        try {
            return ZoneId.of(settings.text("ntptimezone"));
        } catch (DateTimeException e) {
            return settings.bool("ntpenable") ? ORIGINAL : ZoneOffset.UTC;
        }
    }
}
