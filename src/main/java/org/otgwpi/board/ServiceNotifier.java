package org.otgwpi.board;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Tells systemd how the program does (sd_notify(3)): that it is ready, and from then on that it is alive. Without systemd
 * it does nothing. Safe for any thread.
 */
public final class ServiceNotifier implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | Libc.O_CLOEXEC;
    private static final int FAMILY_BYTES = 2;
    private static final int MOST_PATH_BYTES = 107;

    private final @Nullable String address;
    private final long watchdogMicros;
    private @Nullable ScheduledExecutorService watchdog;

    /**
     * A notifier for whoever started the program.
     *
     * @param environment of the program: {@code NOTIFY_SOCKET} is where to tell, {@code WATCHDOG_USEC} how often
     */
    public ServiceNotifier(Map<String, String> environment) {
        this.address = environment.get("NOTIFY_SOCKET");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        this.watchdogMicros = micros.matches("\\d{1,15}") ? Long.parseLong(micros) : 0;
    }

    /**
     * Says that the program is ready. If systemd watches over it, {@code well} is asked three times within the time it
     * allows, and systemd hears of us only when it says yes: otherwise it starts us anew.
     *
     * @param well whether the program does its work; may wait, since it has a thread of its own
     */
    public synchronized void ready(String status, BooleanSupplier well) {
        send("READY=1\nSTATUS=" + status);
        if (address != null && watchdogMicros > 0 && watchdog == null) {
            watchdog = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("watchdog").daemon().factory());
            ScheduledFuture<?> unused =
                    watchdog.scheduleWithFixedDelay(() -> look(well), 0, watchdogMicros / 3, TimeUnit.MICROSECONDS);
        }
    }

    private void look(BooleanSupplier well) {
        if (well.getAsBoolean()) {
            send("WATCHDOG=1");
        } else {
            Logger.error("the program does not do its work: systemd is to start it anew");
        }
    }

    /** Says that the program ends of its own will. */
    @Override
    public synchronized void close() {
        send("STOPPING=1");
        if (watchdog != null) {
            watchdog.shutdownNow();
        }
    }

    private void send(String message) {
        if (address == null) {
            return;
        }
        try {
            sendTo(address, message);
        } catch (IOException e) {
            Logger.warn(
                    "systemd is not told {}: {}", message.lines().findFirst().orElse(""), e.getMessage());
        }
    }

    private static void sendTo(String address, String message) throws IOException {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > MOST_PATH_BYTES) {
            throw new IOException("no socket can have the name in NOTIFY_SOCKET");
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        int socket = Libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC);
        if (socket < 0) {
            throw new IOException(Libc.message(socket));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(FAMILY_BYTES + MOST_PATH_BYTES + 1, 2);
            to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, to, ValueLayout.JAVA_BYTE, FAMILY_BYTES, path.length);
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
            int sent = Libc.sendTo(socket, bytes, to, FAMILY_BYTES + path.length);
            if (sent < 0) {
                throw new IOException(Libc.message(sent));
            }
        } finally {
            Libc.close(socket);
        }
    }
}
