package org.otgwpi.otgw.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.DataId;
import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.opentherm.Verdict;
import org.otgwpi.otgw.gateway.Message;

/** What is published of a frame (otgw-core 2.6, 5.4). Immutable, thread-safe. */
final class FrameTopics {

    private final Catalogue catalogue;

    FrameTopics(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The values of a message, in the original's order; none if its value does not count. */
    List<Publication> values(Message message) {
        return message.verdict() == Verdict.ACCEPTED
                ? catalogue.of(message.frame()).decoder().publications(message.frame())
                : List.of();
    }

    /**
     * What thermostat and boiler said themselves, whether or not the gateway put another frame in its place:
     * {@code <label>_thermostat}, {@code <label>_boiler}.
     */
    List<Publication> bySource(Message message) {
        Frame frame = message.frame();
        String suffix = suffix(frame.origin());
        DataId id = catalogue.of(frame);
        if (suffix == null || !id.carriesValue(frame.type())) {
            return List.of();
        }
        List<Publication> all = new ArrayList<>();
        for (Publication publication : id.decoder().publications(frame)) {
            all.add(new Publication(publication.topic() + suffix, publication.payload()));
        }
        return all;
    }

    private static @Nullable String suffix(Origin origin) {
        return switch (origin) {
            case THERMOSTAT -> "_thermostat";
            case BOILER -> "_boiler";
            case REQUEST, ANSWER, ERROR -> null;
        };
    }

    /** The frame as the chip wrote it. */
    static Publication raw(Message message) {
        Frame frame = message.frame();
        return new Publication(
                "otmessage", String.format(Locale.ROOT, "%c%08X", frame.origin().letter(), frame.bits()));
    }
}
