package org.otgwpi.otgw.mqtt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Message;
import org.otgwpi.pic.CommandTable;
import org.otgwpi.pic.PicLine;
import org.tinylog.Logger;

/**
 * What MQTT does with each frame, line, message, connection and tick. Called by one thread; nothing here waits. Times
 * are nanoseconds of a monotonic clock.
 */
final class MqttEngine {

    /** Time for Home Assistant to take up what it was told of, before values are said again. */
    static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How often the gateway's state is looked at when nothing is heard of it. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Time for the gateway to finish with the line that changed its state. */
    private static final long CHANGE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int EVERYTHING = -1;

    /** What the engine asks of the gateway and of its own thread. */
    interface Surroundings {

        GatewayState state();

        /** Queues a command for the chip; false if no place is left. */
        boolean enqueue(String command);

        /** Sends a question to the chip and calls {@code then} when it is answered or given up. */
        void ask(String question, Runnable then);

        /** Runs {@code task} on the engine's thread, later. */
        void later(Runnable task);

        /** Hears of each message that is handed to the connection. */
        void published(String topic, String payload);
    }

    private record Repeat(int group, long dueNanos) {}

    private final Surroundings surroundings;
    private final BrokerLink.Factory links;
    private final BrokerLink.Listener linkListener;
    private final Session session;
    private final Outbox outbox = new Outbox();
    private final Ledger ledger;
    private final RetainedTopics retained;
    private final Retraction retraction;
    private final Sender sender;
    private final EntityTable entities = EntityTable.load();
    private final FrameTopics frames;
    private final LineTopics lines = new LineTopics();
    private final StatusTopics status;
    private final Subscriptions subscriptions = new Subscriptions();
    private final SetTopics setTopics = new SetTopics(CommandTable.load());
    private final PicSettings picSettings = new PicSettings();
    private final BitSet seen = new BitSet();
    private final Set<String> sensors = new LinkedHashSet<>();
    private final Deque<Repeat> repeats = new ArrayDeque<>();
    private @Nullable Configuration configuration;
    private @Nullable Discovery discovery;
    private @Nullable BrokerLink link;
    private boolean questionsAsked;
    private boolean homeAssistantLeft;
    private boolean framesSeen;
    private long lookNanos;
    private volatile MqttHealth health = MqttHealth.OFF;

    MqttEngine(
            Surroundings surroundings,
            Catalogue catalogue,
            DeviceFacts facts,
            Path dataFolder,
            BrokerLink.Factory links,
            BrokerLink.Listener linkListener,
            Backoff backoff) {
        this.surroundings = surroundings;
        this.links = links;
        this.linkListener = linkListener;
        session = new Session(backoff);
        ledger = new Ledger(dataFolder);
        retained = new RetainedTopics(dataFolder);
        retraction = new Retraction(ledger, retained, outbox);
        sender = new Sender(outbox, retained::add, retraction::sent, surroundings::later, surroundings::published);
        frames = new FrameTopics(catalogue);
        status = new StatusTopics(facts);
    }

    MqttHealth health() {
        return health;
    }

    boolean enabled() {
        Configuration current = configuration;
        return current != null && current.enabled();
    }

    /**
     * Follows the user's settings. The connection is made anew if anything of MQTT changed.
     *
     * @return done when the farewell to the old broker, if any, is said
     */
    CompletableFuture<@Nullable Void> configure(Configuration next, long nowNanos) {
        Configuration before = configuration;
        if (next.equals(before)) {
            return CompletableFuture.completedFuture(null);
        }
        configuration = next;
        boolean leaves = before != null
                && (!next.enabled()
                        || !before.link().broker().equals(next.link().broker())
                        || !before.names().values().equals(next.names().values()));
        CompletableFuture<@Nullable Void> farewell = hangUp(before, leaves);
        if (!next.enabled()) {
            session.disable("");
            return farewell;
        }
        Discovery started = next.device()
                ? new DeviceDiscovery(DeviceMessage.load(entities), entities, ledger, outbox, next.names())
                : new EntityDiscovery(entities, ledger, outbox, next.names());
        discovery = started;
        started.start(next.names());
        seen.stream().forEach(started::seen);
        if (!sensors.isEmpty()) {
            started.sensors(sensors);
        }
        questionsAsked = false;
        lookNanos = nowNanos;
        subscriptions.tryAll();
        String problem = next.problem();
        if (problem.isEmpty()) {
            session.enable(next.link().broker(), nowNanos);
        } else {
            session.disable(problem);
            Logger.warn("{}", problem);
        }
        return farewell;
    }

    /** Takes leave of the broker for good. */
    CompletableFuture<@Nullable Void> close() {
        ledger.save();
        retained.save();
        session.disable("");
        return hangUp(configuration, true);
    }

    private CompletableFuture<@Nullable Void> hangUp(@Nullable Configuration before, boolean leaves) {
        BrokerLink open = link;
        link = null;
        sender.stop();
        if (open == null || before == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (!leaves || !session.isConnected()) {
            return open.close();
        }
        byte[] offline = "offline".getBytes(StandardCharsets.UTF_8);
        return open.publish(before.names().values(), offline, true)
                .exceptionally(problem -> null)
                .thenCompose(sent -> open.close());
    }

    void connected(BrokerLink from, long nowNanos) {
        Configuration current = configuration;
        Discovery how = discovery;
        if (from != link || current == null || how == null) {
            return;
        }
        session.connected(nowNanos);
        homeAssistantLeft = true;
        Logger.info("{}", session.health().sentence());
        sender.start(from, current);
        outbox.status(StatusTopics.availability(surroundings.state()));
        retraction.connected(current.names(), current.device(), current.retain(), nowNanos);
        how.again();
        takeBackWhatIsOff(current, how);
        subscriptions.connected(from, current.names(), nowNanos);
        status.versions(surroundings.state()).forEach(outbox::status);
        outbox.again(group -> true);
        if (current.device() && !questionsAsked) {
            questionsAsked = true;
            ask(new ArrayDeque<>(picSettings.questions()));
        }
    }

    private void takeBackWhatIsOff(Configuration current, Discovery how) {
        if (!current.sensors()) {
            how.switchedOff(Outbox.SENSORS);
            outbox.forget(Outbox.SENSORS);
        }
        if (!current.pulses()) {
            how.switchedOff(Outbox.PULSES);
            outbox.forget(Outbox.PULSES);
        }
    }

    void ended(BrokerLink from, String problem, boolean tooLarge, long nowNanos) {
        if (from == link) {
            link = null;
            if (tooLarge) {
                subscriptions.tooLarge(problem, nowNanos);
            }
            sender.stop();
            if (!problem.equals(session.health().sentence())) {
                Logger.warn("{}", problem);
            }
            session.ended(problem, nowNanos);
        }
    }

    /** The gateway's state is another one, or is about to be. */
    void stateChanges(long nowNanos) {
        if (nowNanos + CHANGE_NANOS - lookNanos < 0) {
            lookNanos = nowNanos + CHANGE_NANOS;
        }
    }

    /** A frame was decided upon. */
    void message(Message message, long nowNanos) {
        Configuration current = configuration;
        if (current == null || !current.enabled()) {
            return;
        }
        if (!framesSeen) {
            framesSeen = true;
            stateChanges(nowNanos);
        }
        int id = message.frame().dataId();
        if (current.rawFrames() && session.isConnected()) {
            outbox.moment(FrameTopics.raw(message));
        }
        List<Publication> values = frames.values(message);
        values.forEach(value -> outbox.value(value, id));
        if (current.bySource()) {
            frames.bySource(message).forEach(value -> outbox.value(value, id));
        }
        if (!values.isEmpty()) {
            seen.set(id);
            announce(id, nowNanos);
        }
    }

    /** A line that is no frame came from the chip. */
    void line(PicLine line) {
        Publication publication = lines.of(line);
        if (publication != null) {
            if (publication.topic().equals(LineTopics.EVENT)) {
                outbox.moment(publication);
            } else {
                outbox.value(publication, Outbox.STATUS);
            }
        }
        Configuration current = configuration;
        if (current == null || !current.device()) {
            return;
        }
        if (line instanceof PicLine.Answer answer) {
            picSettings.of(answer).forEach(outbox::status);
        } else if (line instanceof PicLine.Banner) {
            ask(new ArrayDeque<>(picSettings.questions()));
        }
    }

    void sensors(List<SensorReading> readings, long nowNanos) {
        Configuration current = configuration;
        Discovery how = discovery;
        if (current == null || !current.enabled() || !current.sensors() || how == null) {
            return;
        }
        sensors.clear();
        readings.forEach(reading -> sensors.add(reading.address()));
        outbox.forget(Outbox.SENSORS);
        if (how.sensors(sensors)) {
            repeat(Outbox.SENSORS, nowNanos);
        }
        for (SensorReading reading : readings) {
            String text = String.format(Locale.ROOT, "%4.1f", reading.celsius());
            outbox.value(new Publication(reading.address(), text), Outbox.SENSORS);
        }
    }

    void pulses(PulseReading reading, long nowNanos) {
        Configuration current = configuration;
        if (current == null || !current.enabled() || !current.pulses()) {
            return;
        }
        announce(Outbox.PULSES, nowNanos);
        outbox.value(new Publication("s0pulsecount", Integer.toString(reading.count())), Outbox.PULSES);
        outbox.value(new Publication("s0pulsecounttot", Long.toString(reading.total())), Outbox.PULSES);
        outbox.value(new Publication("s0pulsetime", Long.toString(reading.pulseMillis())), Outbox.PULSES);
        outbox.value(
                new Publication("s0powerkw", String.format(Locale.ROOT, "%4.3f", reading.powerKilowatts())),
                Outbox.PULSES);
    }

    /**
     * A message came from the broker.
     *
     * @param fromStore the broker had retained it: of Home Assistant it tells nothing new, since all was just said
     */
    void arrived(String topic, byte[] payload, int length, boolean fromStore, long nowNanos) {
        Configuration current = configuration;
        if (current == null || !session.isConnected()) {
            return;
        }
        if (topic.equalsIgnoreCase(Names.BIRTH_TOPIC)) {
            if (!fromStore && length <= payload.length) {
                birth(new String(payload, StandardCharsets.US_ASCII).strip(), current, nowNanos);
            }
            return;
        }
        String commands = current.names().commands();
        if (!topic.startsWith(commands)) {
            return;
        }
        String below = topic.substring(commands.length());
        SetTopics.Reading reading = setTopics.read(below.startsWith("/") ? below.substring(1) : below, payload, length);
        String command = reading.command();
        String refusal = reading.refusal();
        if (command != null && refusal == null) {
            refusal = send(command);
        }
        if (refusal != null) {
            Logger.warn("{}", refusal);
            outbox.moment(new Publication(LineTopics.EVENT, refusal));
        }
    }

    private @Nullable String send(String command) {
        if (sender.pausing()) {
            return "Refused " + command + ": the gateway is about to restart or to be updated";
        }
        return surroundings.enqueue(command) ? null : "Refused " + command + ": too many commands wait for the gateway";
    }

    /**
     * Home Assistant comes or goes (otgw-core 5.7). With its reboot detection, a coming counts once after each going,
     * and once on each connection, because a going may have been missed; without, each counts.
     */
    private void birth(String text, Configuration current, long nowNanos) {
        if (text.equalsIgnoreCase("offline")) {
            homeAssistantLeft = true;
        } else if (text.equalsIgnoreCase("online") && (homeAssistantLeft || !current.rebootDetection())) {
            homeAssistantLeft = false;
            welcome(nowNanos);
        }
    }

    /** Home Assistant came up. What it was told of comes first, the values when it had time to take that up. */
    private void welcome(long nowNanos) {
        outbox.status(StatusTopics.availability(surroundings.state()));
        announceAgain();
        repeat(EVERYTHING, nowNanos);
    }

    /** Announces again what is announced. */
    void announceAgain() {
        Discovery how = discovery;
        if (how != null) {
            how.again();
        }
    }

    /** Announces all entities there may be. */
    void announceEverything() {
        Discovery how = discovery;
        if (how != null) {
            how.everything();
        }
    }

    /** Says {@code offline}, finishes what is under way and is silent until {@link #resume}; {@code done} then. */
    void pause(CompletableFuture<@Nullable Void> done) {
        if (session.isConnected()) {
            outbox.status(new Publication("", "offline"));
        }
        sender.pause(done);
    }

    /** Goes on, and says whether the gateway is {@code online}. */
    void resume() {
        sender.resume();
        if (session.isConnected()) {
            outbox.status(StatusTopics.availability(surroundings.state()));
        }
    }

    /** Does what is due and sends what waits. */
    void tick(long nowNanos) {
        Configuration current = configuration;
        Discovery how = discovery;
        if (current != null && current.enabled() && how != null) {
            if (nowNanos - lookNanos >= 0) {
                lookNanos = nowNanos + LOOK_NANOS;
                look(current, nowNanos);
            }
            if (session.attempt(nowNanos)) {
                BrokerLink opening = links.create(current.link(), linkListener);
                link = opening;
                opening.open();
            }
            if (session.isConnected()) {
                how.tick(nowNanos);
                retraction.tick(nowNanos);
                subscriptions.tick(nowNanos);
            }
            retained.tick(nowNanos);
            for (Repeat next = repeats.peek(); next != null && nowNanos - next.dueNanos >= 0; next = repeats.peek()) {
                repeats.remove();
                int group = next.group;
                outbox.again(each -> group == EVERYTHING || each == group || (group == 0 && each == Outbox.STATUS));
            }
        }
        pump();
        health = subscriptions.told(session.health());
    }

    /** What is to be said of the gateway itself. Its state is dear to make: not for each message. */
    private void look(Configuration current, long nowNanos) {
        GatewayState state = surroundings.state();
        status.changes(state).forEach(outbox::status);
        status.periodic(state, nowNanos).forEach(outbox::status);
        if (current.device()) {
            status.extras(state, nowNanos).forEach(outbox::status);
        }
    }

    /** Nanoseconds until {@link #tick} has something to do. */
    long dueInNanos(long nowNanos) {
        Discovery how = discovery;
        if (!enabled() || how == null) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(Math.max(0, lookNanos - nowNanos), session.dueInNanos(nowNanos));
        Repeat next = repeats.peek();
        if (next != null) {
            due = Math.min(due, Math.max(0, next.dueNanos - nowNanos));
        }
        due = Math.min(due, retained.dueInNanos(nowNanos));
        return session.isConnected()
                ? Math.min(due, Math.min(how.dueInNanos(nowNanos), retraction.dueInNanos(nowNanos)))
                : due;
    }

    /** Sends what waits, as far as the broker takes it. What was announced is noted first. */
    void pump() {
        ledger.save();
        sender.pump();
    }

    private void announce(int id, long nowNanos) {
        Discovery how = discovery;
        if (how != null && how.seen(id)) {
            repeat(id, nowNanos);
        }
    }

    private void repeat(int group, long nowNanos) {
        if (repeats.stream().noneMatch(each -> each.group == group)) {
            repeats.add(new Repeat(group, nowNanos + SETTLE_NANOS));
        }
    }

    /** One question after the other, so that the chip is not flooded. */
    private void ask(Deque<String> questions) {
        String question = questions.poll();
        if (question != null) {
            surroundings.ask(question, () -> surroundings.later(() -> ask(questions)));
        }
    }
}
