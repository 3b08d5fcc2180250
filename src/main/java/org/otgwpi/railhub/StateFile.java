package org.otgwpi.railhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * Keeps outputs and groups in {@code outputs.json} on a thread of its own. Changes that come while one is being written
 * are written together. Thread-safe.
 */
final class StateFile implements AutoCloseable {

    private static final String NAME = "outputs.json";
    private static final long CLOSE_MILLIS = 1000;

    private final ObjectMapper json = new ObjectMapper();
    private final Path path;
    private final DurableFile file;
    private final Wiring wiring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread =
            Thread.ofPlatform().name("railhub-store").daemon().unstarted(this::run);
    private @Nullable Lights waiting;
    private CompletableFuture<Void> written = new CompletableFuture<>();
    private boolean closing;

    private StateFile(Path path, Wiring wiring) {
        this.path = path;
        this.file = DurableFile.at(path);
        this.wiring = wiring;
    }

    /**
     * The file of a folder, which is made if need be.
     *
     * @throws IOException if the folder cannot be made
     */
    static StateFile open(Path folder, Wiring wiring) throws IOException {
        Files.createDirectories(folder);
        StateFile opened = new StateFile(folder.resolve(NAME), wiring);
        opened.thread.start();
        return opened;
    }

    /** What was kept; fresh if there is nothing, or nothing that can be read. Blinking and chasing begin now. */
    Lights read(long nowNanos) {
        try {
            return lights(json.readTree(Files.readAllBytes(path)), nowNanos);
        } catch (NoSuchFileException e) {
            return Lights.fresh(wiring.size());
        } catch (IOException e) {
            Logger.warn("{} cannot be read, all outputs are off: {}", path, e.getMessage());
            setAside();
            return Lights.fresh(wiring.size());
        }
    }

    private void setAside() {
        try {
            Files.move(path, path.resolveSibling(NAME + ".broken"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Logger.warn("{} cannot be set aside: {}", path, e.getMessage());
        }
    }

    /** Writes them soon; done when they last. */
    CompletableFuture<Void> save(Lights lights) {
        lock.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(new IOException("the program ends"));
            }
            waiting = lights;
            changed.signal();
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Lights lights;
                CompletableFuture<Void> done;
                lock.lockInterruptibly();
                try {
                    while (waiting == null && !closing) {
                        changed.await();
                    }
                    if (waiting == null) {
                        return;
                    }
                    lights = waiting;
                    done = written;
                    waiting = null;
                    written = new CompletableFuture<>();
                } finally {
                    lock.unlock();
                }
                write(lights, done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Lights lights, CompletableFuture<Void> done) {
        try {
            file.write(bytes(lights));
            done.complete(null);
        } catch (IOException e) {
            Logger.error("{} cannot be written: {}", path, e.getMessage());
            done.completeExceptionally(e);
        }
    }

    private byte[] bytes(Lights lights) throws JsonProcessingException {
        ObjectNode document = json.createObjectNode();
        ArrayNode outputs = document.putArray("outputs");
        for (int i = 0; i < wiring.size(); i++) {
            Output output = lights.outputs().get(i);
            outputs.addObject()
                    .put("pin", wiring.pin(i))
                    .put("active", output.active())
                    .put("brightness", output.brightness())
                    .put("interval", output.intervalMillis())
                    .put("name", output.name())
                    .put("used", output.used());
        }
        ArrayNode groups = document.putArray("groups");
        for (Group group : lights.groups()) {
            ArrayNode members = groups.addObject()
                    .put("groupId", group.id())
                    .put("name", group.name())
                    .put("interval", group.intervalMillis())
                    .putArray("outputs");
            group.outputs().forEach(index -> members.add(wiring.pin(index)));
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
    }

    private Lights lights(JsonNode document, long nowNanos) {
        Lights lights = Lights.fresh(wiring.size());
        for (JsonNode node : document.path("outputs")) {
            int index = wiring.indexOf(node.path("pin").asInt(-1));
            if (index >= 0) {
                lights = lights.with(
                        index,
                        new Output(
                                node.path("active").asBoolean(),
                                Math.clamp(node.path("brightness").asInt(100), 0, 100),
                                Math.max(0, node.path("interval").asLong()),
                                node.path("name").asText(),
                                node.path("used").asBoolean(),
                                nowNanos));
            }
        }
        List<Group> groups = new ArrayList<>();
        for (JsonNode node : document.path("groups")) {
            List<Integer> members = new ArrayList<>();
            for (JsonNode pin : node.path("outputs")) {
                int index = wiring.indexOf(pin.asInt(-1));
                if (index >= 0) {
                    members.add(index);
                }
            }
            if (!members.isEmpty()) {
                groups.add(new Group(
                        node.path("groupId").asInt(),
                        node.path("name").asText(),
                        Math.max(1, node.path("interval").asLong()),
                        List.copyOf(members),
                        nowNanos));
            }
        }
        return lights.with(groups);
    }
}
