package org.otgwpi.otgw.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.TcpStream;
import org.otgwpi.net.TcpStreamHandler;
import org.otgwpi.net.TcpStreamOptions;
import org.otgwpi.net.TcpStreamServer;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayEvent;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.Message;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsListener;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * The debug console: what happens at the gateway goes as text to everyone who is connected, and each character that one
 * of them sends is a key (otgw-http-ws 7.6). No greeting, no echo, no telnet. A client that does not take its lines is
 * dropped; nobody waits for it. It is there while the setting {@code consoleenabled} is on.
 *
 * <p>To be added to the gateway's listeners. Thread-safe.
 */
public final class DebugConsole implements GatewayListener, AutoCloseable {

    /** A client's keys are read in handfuls: the next when these are done, so that their screens fit its queue. */
    private static final int KEYS_AT_A_TIME = 16;

    private static final TcpStreamOptions OPTIONS = new TcpStreamOptions(5, KEYS_AT_A_TIME, 128 * 1024, 10_000);
    private static final String ENABLED = "consoleenabled";

    private final SettingsStore settings;
    private final ConsoleFacts facts;
    private final MqttKeys mqtt;
    private final IoWorker worker;
    private final LongSupplier nanoTime;
    private final Topics topics = new Topics();
    private final ConsoleLine consoleLine;
    private final Keys keys;
    private final SettingsListener settingsFollower = this::settingsChanged;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("console").daemon().unstarted(task));
    private @Nullable InetSocketAddress address;
    private volatile @Nullable TcpStreamServer server;

    public DebugConsole(
            Gateway gateway,
            SettingsStore settings,
            ConsoleFacts facts,
            MqttKeys mqtt,
            PinKeys pins,
            IoWorker worker,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        this.settings = settings;
        this.facts = facts;
        this.mqtt = mqtt;
        this.worker = worker;
        this.nanoTime = nanoTime;
        consoleLine = new ConsoleLine(facts.zone(), wallClock);
        keys = new Keys(gateway, settings, facts, topics, mqtt, pins, new Printer(), consoleLine, thread);
    }

    /**
     * Opens the port if the user wants a console, and follows the setting from now on.
     *
     * @param where where to listen; port 0 takes any free one
     * @throws IOException if the port is taken or needs a permission; the message says what to do
     */
    public synchronized void start(InetSocketAddress where) throws IOException {
        address = where;
        if (settings.current().bool(ENABLED)) {
            open(where);
        }
        settings.addListener(settingsFollower);
        var unused = thread.scheduleAtFixedRate(this::minutePassed, 1, 1, TimeUnit.MINUTES);
    }

    /** The port it is on, or -1 if it is switched off. */
    public int port() {
        TcpStreamServer open = server;
        return open == null ? -1 : open.port();
    }

    /** How many clients are connected. */
    public int clients() {
        TcpStreamServer open = server;
        return open == null ? 0 : open.clients();
    }

    /** Whether anyone would see a line about {@code topic}. Never waits. */
    public boolean shows(Topic topic) {
        return clients() > 0 && topics.shows(topic);
    }

    /**
     * Prints a line about {@code topic} if its user wants to see it. Never waits.
     *
     * @param part who says it, 12 characters at most
     * @param text one line; no secrets
     */
    public void print(Topic topic, String part, String text) {
        if (shows(topic)) {
            line(part, text);
        }
    }

    @Override
    public void messages(List<Message> messages) {
        if (shows(Topic.OPENTHERM)) {
            send(consoleLine.of(messages));
        }
    }

    @Override
    public void event(GatewayEvent event) {
        if (clients() == 0) {
            return;
        }
        switch (event.kind()) {
            case ANSWER -> send(ConsoleLine.bytes(event.text() + "\r\n"));
            case COMMAND -> line("sendCommand", "Sent to the PIC: " + event.text());
            case ERROR, CONNECTION, SYSTEM -> line("gateway", event.text());
        }
    }

    /** Closes the port and disconnects the clients. */
    @Override
    public void close() {
        settings.removeListener(settingsFollower);
        thread.shutdown();
        synchronized (this) {
            shut();
        }
    }

    void minutePassed() {
        long free = ConsoleLine.freeBytes();
        if (clients() > 0) {
            line(
                    "heap",
                    "Heap: %d bytes free, %d max block, level=HEALTHY, WS_drops=%d, MQTT_drops=%d"
                            .formatted(free, free, facts.viewerDrops().getAsLong(), mqtt.lost()));
        }
    }

    private synchronized void follow() {
        boolean wanted = settings.current().bool(ENABLED);
        InetSocketAddress where = address;
        try {
            if (!wanted) {
                shut();
            } else if (server == null && where != null && !thread.isShutdown()) {
                open(where);
            }
        } catch (IOException e) {
            Logger.warn("The debug console is not there: {}", e.getMessage());
        }
    }

    private void open(InetSocketAddress where) throws IOException {
        server = TcpStreamServer.open(worker, where, OPTIONS, new Clients(), nanoTime);
    }

    private void shut() {
        TcpStreamServer open = server;
        server = null;
        if (open != null) {
            open.close();
        }
    }

    private void line(String part, String text) {
        send(ConsoleLine.bytes(consoleLine.prefix(part) + text + "\r\n"));
    }

    private void send(byte[] bytes) {
        TcpStreamServer open = server;
        if (open != null) {
            open.sendAll(bytes, bytes.length);
        }
    }

    private void settingsChanged(Settings before, Settings after) {
        if (after.differs(before, ENABLED)) {
            onThread(this::follow);
        }
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("The console is closing");
        }
    }

    private final class Printer implements Keys.Printer {

        @Override
        public void line(String part, String text) {
            DebugConsole.this.line(part, text);
        }

        @Override
        public void raw(String text) {
            send(ConsoleLine.bytes(text));
        }
    }

    /** Hands the clients' keys to the console's thread; called on the I/O thread. */
    private final class Clients implements TcpStreamHandler {

        @Override
        public void connected(TcpStream client) {}

        @Override
        public void received(TcpStream client, byte[] bytes, int length) {
            StringBuilder pressed = new StringBuilder();
            for (int i = 0; i < length; i++) {
                char key = (char) (bytes[i] & 0xFF);
                if (Keys.known(key)) {
                    pressed.append(key);
                }
            }
            if (!pressed.isEmpty()) {
                client.pauseReading();
                onThread(() -> {
                    press(pressed);
                    client.resumeReading();
                });
            }
        }

        @Override
        public void departed(TcpStream client) {}
    }

    private void press(CharSequence pressed) {
        for (int i = 0; i < pressed.length(); i++) {
            try {
                keys.press(pressed.charAt(i));
            } catch (RuntimeException e) {
                Logger.error(e, "Key {} of the console failed", pressed.charAt(i));
            }
        }
    }
}
