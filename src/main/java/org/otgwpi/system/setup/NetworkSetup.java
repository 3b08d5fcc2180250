package org.otgwpi.system.setup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Addressing;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.Network;
import org.otgwpi.board.NetworkAdapter;
import org.otgwpi.board.NetworkAdapter.State;
import org.otgwpi.board.NetworkView;
import org.otgwpi.board.Pull;
import org.otgwpi.board.WirelessNetwork;
import org.otgwpi.settings.Settings;
import org.otgwpi.system.setup.AccessPointPolicy.Action;
import org.otgwpi.system.setup.AccessPointPolicy.Phase;
import org.tinylog.Logger;

/**
 * Gets the device into the user's network and keeps it there: watches the networks, opens and closes the access point,
 * and makes the changes that the user asks for. Thread-safe; one thread of its own does everything that waits for the
 * system, in turn.
 */
public final class NetworkSetup implements AutoCloseable {

    private static final long LOOK_SECONDS = 3;

    /** Longer than the policy waits for a network, so that the system does not undo it first. */
    private static final int JOIN_SECONDS = 150;

    /** The answer is to reach the user's phone before the access point closes. */
    private static final long ANSWER_MILLIS = 1500;

    private static final int BUTTON_DEBOUNCE_MICROS = 20_000;

    /** How long the system may take to open the access point, and how often a look is taken at it. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Network network;
    private final SetupFiles files;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("network-setup").daemon().factory());
    private final AccessPointPolicy policy;
    private final PendingChange pending = new PendingChange();
    private volatile Phase phase = Phase.CLOSED;
    private volatile String problem = "";
    private volatile List<WirelessNetwork> seen = List.of();
    private @Nullable String joinProtection;
    private JoinWatch join = new JoinWatch("");
    private long accessPointSeenNanos;
    private String lastFailure = "";

    /** A change cannot be made now: another one waits. The message is for the user. */
    static final class WaitsException extends IOException {
        private static final long serialVersionUID = 1;

        WaitsException(String message) {
            super(message);
        }
    }

    public NetworkSetup(Network network, SetupFiles files, LongSupplier nanoTime) {
        this.network = network;
        this.files = files;
        this.nanoTime = nanoTime;
        policy = new AccessPointPolicy(files.setUp(), files.wished(), nanoTime.getAsLong());
    }

    /**
     * Begins to watch.
     *
     * @param lines where the button may be; null on a machine without any
     */
    public void start(@Nullable GpioLines lines, Settings settings) {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        int pin = settings.integer("setupbuttonpin");
        if (lines != null && pin != GpioLines.NONE) {
            try {
                lines.input(
                        pin,
                        "the set-up button (setupbuttonpin)",
                        Pull.UP,
                        BUTTON_DEBOUNCE_MICROS,
                        new SetupButton(this::ask));
            } catch (IOException e) {
                Logger.warn("There is no set-up button: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Asks for the access point. Returns at once. */
    public void ask() {
        thread.execute(() -> {
            Logger.info("the access point {} was asked for", Network.ACCESS_POINT);
            policy.ask();
            try {
                files.wish();
            } catch (IOException e) {
                Logger.warn("The wish for the access point does not outlive a restart: {}", e.getMessage());
            }
            look();
        });
    }

    /** Whether clients of the access point are to be led to its page. */
    public boolean accessPointOpen() {
        return phase == Phase.OPEN;
    }

    Phase phase() {
        return phase;
    }

    /** Why the chosen network was not joined; empty if nothing failed. */
    String problem() {
        return problem;
    }

    boolean simulated() {
        return network.simulated();
    }

    /** What there is. While the access point is open the networks in reach are those of before. */
    NetworkView view() throws IOException {
        NetworkView now = network.view();
        return phase == Phase.CLOSED ? now : new NetworkView(now.adapters(), seen, now.saved());
    }

    /** What was changed and not confirmed yet. */
    Optional<Waiting> waiting() {
        synchronized (pending) {
            long now = nanoTime.getAsLong();
            return pending.waits(now)
                    ? Optional.of(new Waiting(pending.what(), pending.secondsLeft(now)))
                    : Optional.empty();
        }
    }

    /** A change that waits to be confirmed. */
    record Waiting(String what, long secondsLeft) {}

    /** Looks for networks; the view shows them some seconds later. */
    void scan() throws IOException {
        if (phase == Phase.OPEN) {
            throw new WaitsException("The radio cannot look for networks while it is the access point.");
        }
        network.scan();
    }

    /**
     * Joins a Wi-Fi. From the access point it is tried, and the access point comes back if it fails; else the change
     * waits to be confirmed.
     *
     * @return whether it has to be confirmed
     */
    boolean join(WifiChoice choice) throws IOException {
        if (phase == Phase.SCANNING || phase == Phase.JOINING) {
            throw new WaitsException("The radio is busy with the set-up; try again in a minute.");
        }
        if (!choice.country().isEmpty()) {
            files.country(choice.country());
        }
        if (phase == Phase.OPEN) {
            ScheduledFuture<?> unused =
                    thread.schedule(() -> joinFromAccessPoint(choice), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        }
        String radio = network.view()
                .radio()
                .map(NetworkAdapter::name)
                .orElseThrow(() -> new IOException("This device has no Wi-Fi."));
        change(radio, "Wi-Fi " + choice.name(), () -> network.join(choice.name(), choice.password(), choice.hidden()));
        return true;
    }

    /** Gives an adapter another way to its address; waits to be confirmed. */
    void address(String adapter, Addressing addressing) throws IOException {
        String what = addressing.manual() ? addressing.address() : "DHCP";
        change(adapter, adapter + ": " + what, () -> network.address(adapter, addressing));
    }

    /** Forgets a network; waits to be confirmed if it is in use. */
    boolean forget(String id) throws IOException {
        NetworkView view = network.view();
        boolean active = view.saved().stream().anyMatch(saved -> saved.id().equals(id) && saved.active());
        if (active) {
            change(null, "forget", () -> network.forget(id));
        } else {
            network.forget(id);
        }
        return active;
    }

    /** Keeps the change that waits. */
    void confirm() throws IOException {
        network.keep(takeWaiting());
        files.rememberSetUp();
    }

    /** Undoes the change that waits. */
    void undo() throws IOException {
        network.undo(takeWaiting());
    }

    private String takeWaiting() throws WaitsException {
        synchronized (pending) {
            String protection = pending.take(nanoTime.getAsLong());
            if (protection == null) {
                throw new WaitsException("No change waits to be confirmed: it was undone after " + PendingChange.SECONDS
                        + " seconds, or confirmed already.");
            }
            return protection;
        }
    }

    /** Something that the system may refuse. */
    private interface Step {
        void run() throws IOException;
    }

    private void change(@Nullable String adapter, String what, Step step) throws IOException {
        synchronized (pending) {
            if (pending.waits(nanoTime.getAsLong())) {
                throw new WaitsException("Confirm the last change first, or wait until it is undone.");
            }
            String protection = network.protect(adapter, PendingChange.SECONDS);
            try {
                step.run();
            } catch (IOException e) {
                network.undo(protection);
                throw e;
            }
            pending.begin(protection, what, nanoTime.getAsLong());
        }
        Logger.info("the network was changed ({}) and waits to be confirmed", what);
    }

    /** Looks now rather than at the next turn. */
    void lookSoon() {
        thread.execute(this::look);
    }

    private void joinFromAccessPoint(WifiChoice choice) {
        if (policy.phase() != Phase.OPEN) {
            return;
        }
        problem = "";
        join = new JoinWatch(choice.name());
        policy.joining(nanoTime.getAsLong());
        phase = policy.phase();
        Logger.info("the device leaves its access point and joins {}", choice);
        try {
            String radio = network.view().radio().map(NetworkAdapter::name).orElse(null);
            joinProtection = network.protect(radio, JOIN_SECONDS);
            network.join(choice.name(), choice.password(), choice.hidden());
        } catch (IOException e) {
            failed("The network cannot be joined", e);
            problem = String.valueOf(e.getMessage());
            perform(policy.joined(false, nanoTime.getAsLong()));
        }
    }

    /** Whatever goes wrong here, the watching goes on. */
    private void look() {
        try {
            if (policy.phase() == Phase.JOINING) {
                lookAtJoining();
            } else if (policy.phase() == Phase.OPEN) {
                lookAtAccessPoint();
            }
            perform(policy.look(network.online(), this::otherWay, nanoTime.getAsLong()));
        } catch (RuntimeException e) {
            Logger.error(e, "the networks could not be watched");
        }
    }

    /** The system may take the access point back, or not manage to open it; it says so only later. */
    private void lookAtAccessPoint() {
        long now = nanoTime.getAsLong();
        if (now - accessPointSeenNanos < CHECK_NANOS) {
            return;
        }
        try {
            NetworkAdapter radio = network.view().radio().orElse(null);
            if (radio != null && radio.state() == State.ACCESS_POINT) {
                accessPointSeenNanos = now;
                return;
            }
            String reason = radio == null ? "this device has no Wi-Fi" : radio.problem();
            Logger.warn("The access point {} does not work; it is opened again. {}", Network.ACCESS_POINT, reason);
            policy.openFailed(now);
            phase = policy.phase();
        } catch (IOException e) {
            failed("Nobody knows whether the access point works", e);
        }
    }

    private void lookAtJoining() {
        try {
            NetworkAdapter radio = network.view().radio().orElse(null);
            if (radio == null) {
                return;
            }
            if (join.works(radio)) {
                String protection = joinProtection;
                joinProtection = null;
                if (protection != null) {
                    network.keep(protection);
                }
                Logger.info("the device is in the Wi-Fi {}", join.name());
                perform(policy.joined(true, nanoTime.getAsLong()));
                return;
            }
            String failure = join.failure(radio);
            if (!failure.isEmpty()) {
                problem = failure;
                perform(policy.joined(false, nanoTime.getAsLong()));
            }
        } catch (IOException e) {
            failed("Nobody knows whether the network was joined", e);
        }
    }

    private boolean otherWay() {
        try {
            return network.online() || network.view().saved().stream().anyMatch(saved -> saved.wireless());
        } catch (IOException e) {
            return false;
        }
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            try {
                perform(action);
                lastFailure = "";
            } catch (IOException e) {
                failed("The network set-up cannot " + action, e);
                if (action == Action.OPEN) {
                    policy.openFailed(nanoTime.getAsLong());
                } else if (action == Action.SCAN) {
                    policy.scanFailed();
                }
            }
        }
        phase = policy.phase();
    }

    private void perform(Action action) throws IOException {
        switch (action) {
            case SCAN -> network.scan();
            case OPEN -> {
                seen = network.view().inReach();
                network.openAccessPoint();
                accessPointSeenNanos = nanoTime.getAsLong();
                Logger.info("the access point {} is open", Network.ACCESS_POINT);
            }
            case CLOSE -> {
                network.closeAccessPoint();
                Logger.info("the access point {} is closed", Network.ACCESS_POINT);
            }
            case RETRY -> network.retry();
            case REMEMBER_SET_UP -> files.rememberSetUp();
            case DROP_WISH -> files.dropWish();
            case UNDO_JOIN -> undoJoin();
        }
    }

    private void undoJoin() throws IOException {
        if (problem.isEmpty()) {
            problem = "The network did not answer within two minutes.";
        }
        Logger.info("the device could not join {}: {}", join.name(), problem);
        String protection = joinProtection;
        joinProtection = null;
        if (protection != null) {
            network.undo(protection);
        }
    }

    /** The same failure every few seconds is told once. */
    private void failed(String what, IOException cause) {
        String sentence = what + ": " + cause.getMessage();
        if (!sentence.equals(lastFailure)) {
            lastFailure = sentence;
            Logger.warn("{}", sentence);
        }
    }
}
