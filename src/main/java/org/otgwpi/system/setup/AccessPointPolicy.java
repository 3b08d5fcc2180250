package org.otgwpi.system.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * When the set-up access point opens and closes.
 *
 * <ul>
 *   <li>A device that was never set up and has no network for five minutes opens it.
 *   <li>A device that was set up once, or had a network once, never opens it by itself: it tries its networks for ever.
 *   <li>When it is asked to, it opens it once, whatever its networks do: until a network was chosen and works, or for 15
 *       minutes if there is another network to go back to.
 *   <li>The networks around are looked for before it opens, for the radio cannot do both.
 * </ul>
 *
 * <p>Does nothing by itself: it is told what happened and answers what to do. Owned by one thread.
 */
final class AccessPointPolicy {

    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(3);
    static final long OPEN_NANOS = TimeUnit.MINUTES.toNanos(15);
    static final long SCAN_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** A radio that does not look for networks, or is not there yet, gets so long before it is opened without. */
    static final long SCAN_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** NetworkManager fails by itself after 25 s without an association and 45 s without an address. */
    static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    static final long FAILED_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What is to be done. */
    enum Action {
        /** Look for networks. */
        SCAN,
        OPEN,
        CLOSE,
        /** Try the saved networks again. */
        RETRY,
        /** Remember for ever that this device was set up. */
        REMEMBER_SET_UP,
        /** The wish for the access point is fulfilled. */
        DROP_WISH,
        /** Give up the network that was chosen. */
        UNDO_JOIN
    }

    /** Where it stands. */
    enum Phase {
        CLOSED,
        SCANNING,
        OPEN,
        /** Closed for the moment, because the radio tries the network that was chosen. */
        JOINING
    }

    private boolean setUp;
    private boolean wished;
    private Phase phase = Phase.CLOSED;

    /** When the phase began. */
    private long sinceNanos;

    /** Since when there is no network; while there is one, the last look. */
    private long offlineNanos;

    /** The last attempt to use a saved network. */
    private long retriedNanos;

    /** The access point is not tried before this. */
    private long notBeforeNanos;

    /** When the looking for networks really began. */
    private long scannedNanos;

    private boolean scanFailed;

    /**
     * @param setUp whether the device was set up, or had a network, at any time before
     * @param wished whether the access point was asked for before this start, and not opened since
     */
    AccessPointPolicy(boolean setUp, boolean wished, long nowNanos) {
        this.setUp = setUp;
        this.wished = wished;
        sinceNanos = nowNanos;
        offlineNanos = nowNanos;
        retriedNanos = nowNanos;
        notBeforeNanos = nowNanos;
    }

    Phase phase() {
        return phase;
    }

    /** Somebody asks for the access point: by a reset of the wireless settings, a file on the card, or a button. */
    void ask() {
        wished = true;
    }

    /**
     * Time has passed. To be called every few seconds.
     *
     * @param online whether the device has a network, its own access point apart
     * @param otherWay whether there is a network to go back to; asked only when it matters
     */
    List<Action> look(boolean online, BooleanSupplier otherWay, long nowNanos) {
        List<Action> actions = new ArrayList<>();
        if (online) {
            offlineNanos = nowNanos;
            if (!setUp) {
                setUp = true;
                actions.add(Action.REMEMBER_SET_UP);
            }
        }
        switch (phase) {
            case CLOSED -> lookClosed(nowNanos, actions);
            case SCANNING -> lookScanning(nowNanos, actions);
            case OPEN -> lookOpen(online, otherWay, nowNanos, actions);
            case JOINING -> {
                if (nowNanos - sinceNanos >= JOIN_NANOS) {
                    actions.addAll(joined(false, nowNanos));
                }
            }
        }
        return actions;
    }

    private void lookClosed(long nowNanos, List<Action> actions) {
        boolean neverSetUp = !setUp && nowNanos - offlineNanos >= PATIENCE_NANOS;
        if ((wished || neverSetUp) && nowNanos - notBeforeNanos >= 0) {
            beginScan(nowNanos, actions);
        } else if (setUp && nowNanos - offlineNanos >= RETRY_NANOS && nowNanos - retriedNanos >= RETRY_NANOS) {
            retriedNanos = nowNanos;
            actions.add(Action.RETRY);
        }
    }

    private void lookScanning(long nowNanos, List<Action> actions) {
        boolean longEnough = nowNanos - sinceNanos >= SCAN_PATIENCE_NANOS;
        if (scanFailed && !longEnough) {
            scan(nowNanos, actions);
        } else if (scanFailed || nowNanos - scannedNanos >= SCAN_NANOS) {
            enter(Phase.OPEN, nowNanos);
            actions.add(Action.OPEN);
        }
    }

    private void beginScan(long nowNanos, List<Action> actions) {
        enter(Phase.SCANNING, nowNanos);
        scan(nowNanos, actions);
    }

    private void scan(long nowNanos, List<Action> actions) {
        scannedNanos = nowNanos;
        scanFailed = false;
        actions.add(Action.SCAN);
    }

    /** The radio refused to look for networks; it is asked again at the next look. */
    void scanFailed() {
        scanFailed = true;
    }

    private void lookOpen(boolean online, BooleanSupplier otherWay, long nowNanos, List<Action> actions) {
        boolean unasked = online && !wished;
        boolean longEnough = wished && nowNanos - sinceNanos >= OPEN_NANOS && otherWay.getAsBoolean();
        if (unasked || longEnough) {
            close(nowNanos, actions);
            actions.add(0, Action.CLOSE);
        }
    }

    /** The access point could not be opened: another attempt follows a minute later. */
    void openFailed(long nowNanos) {
        enter(Phase.CLOSED, nowNanos);
        notBeforeNanos = nowNanos + FAILED_NANOS;
    }

    /** The user chose a network on the page of the access point, and the radio begins to join it. */
    void joining(long nowNanos) {
        enter(Phase.JOINING, nowNanos);
    }

    /** The radio has joined that network, or will not. */
    List<Action> joined(boolean works, long nowNanos) {
        List<Action> actions = new ArrayList<>();
        if (phase != Phase.JOINING) {
            return actions;
        }
        if (works) {
            if (!setUp) {
                setUp = true;
                actions.add(Action.REMEMBER_SET_UP);
            }
            close(nowNanos, actions);
        } else {
            actions.add(Action.UNDO_JOIN);
            beginScan(nowNanos, actions);
        }
        return actions;
    }

    private void close(long nowNanos, List<Action> actions) {
        enter(Phase.CLOSED, nowNanos);
        retriedNanos = nowNanos;
        if (wished) {
            wished = false;
            actions.add(Action.DROP_WISH);
        }
    }

    private void enter(Phase next, long nowNanos) {
        phase = next;
        sinceNanos = nowNanos;
    }
}
