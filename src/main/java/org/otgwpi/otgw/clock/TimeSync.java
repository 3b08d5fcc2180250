package org.otgwpi.otgw.clock;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.pic.Firmware;
import org.otgwpi.settings.Settings;

/**
 * Tells the chip the user's local time, which it passes on to the thermostat: hour and minute once in each local minute,
 * so that a change to or from daylight-saving time is told at once; the date when it has changed, and the year.
 *
 * <p>Source: otgw-core 3.7, otgw-http-ws 7.7. A state machine without I/O. Not thread-safe.
 */
final class TimeSync {

    /** How often a clock that was not synchronised is asked again. */
    static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Where the commands go. */
    interface Outlet {

        /** Sends a command once; false if the line cannot be used now. */
        boolean tell(String command);

        /** Queues a command, which is repeated until it is answered; false if there is no place. */
        boolean queue(String command);
    }

    private final Outlet outlet;
    private final BooleanSupplier clockSynchronised;
    private boolean synchronised;
    private boolean asked;
    private long askedNanos;
    private @Nullable LocalDateTime toldMinute;
    private @Nullable LocalDateTime toldDay;
    private int toldYear;

    /** @param clockSynchronised asks the machine, which may take a while */
    TimeSync(Outlet outlet, BooleanSupplier clockSynchronised) {
        this.outlet = outlet;
        this.clockSynchronised = clockSynchronised;
    }

    /** Time passes; to be called once a second. */
    void tick(long nowNanos, Instant now, Settings settings, GatewayState gateway) {
        LocalDateTime minute =
                LocalDateTime.ofInstant(now, UserZone.of(settings)).truncatedTo(ChronoUnit.MINUTES);
        if (minute.equals(toldMinute) || !wanted(settings) || !welcome(gateway) || !known(nowNanos)) {
            return;
        }
        String time = "SC=%d:%02d/%d"
                .formatted(
                        minute.getHour(),
                        minute.getMinute(),
                        minute.getDayOfWeek().getValue());
        if (!outlet.tell(time)) {
            return;
        }
        toldMinute = minute;
        tellDate(minute.truncatedTo(ChronoUnit.DAYS));
    }

    private void tellDate(LocalDateTime day) {
        if (!day.equals(toldDay) && outlet.queue("SR=21:" + day.getMonthValue() + "," + day.getDayOfMonth())) {
            toldDay = day;
        }
        int year = day.getYear();
        if (year != toldYear && outlet.queue("SR=22:" + year / 256 + "," + year % 256)) {
            toldYear = year;
        }
    }

    private static boolean wanted(Settings settings) {
        return settings.bool("ntpenable") && settings.bool("ntpsendtime");
    }

    private static boolean welcome(GatewayState gateway) {
        return gateway.port().open()
                && gateway.chipAvailable()
                && gateway.chip().type().equals(Firmware.GATEWAY.type())
                && !gateway.summaryMode()
                && gateway.lineOwner() == null;
    }

    /** Once set by the network the clock is good enough for good. */
    private boolean known(long nowNanos) {
        if (!synchronised && (!asked || nowNanos - askedNanos >= ASK_AGAIN_NANOS)) {
            asked = true;
            askedNanos = nowNanos;
            synchronised = clockSynchronised.getAsBoolean();
        }
        return synchronised;
    }
}
