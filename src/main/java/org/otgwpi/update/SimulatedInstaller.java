package org.otgwpi.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * Slots that are a small file, for machines without RAUC: the same checks, the same order, the same page, and nothing
 * happens to the machine. It trusts the key in its own folder ({@link SimulatedKeys}). Thread-safe.
 */
public final class SimulatedInstaller implements Installer {

    private static final int FAILS_AT_PERCENT = 40;

    private final Path folder;
    private final Path failure;
    private final DurableFile file;
    private final long nanosPerPercent;
    private final PublicKey trusted;
    private final ObjectMapper json = new ObjectMapper();
    private List<Slot> slots;
    private String untriedFails = "";

    /**
     * Boots: a slot that is due and does not start is left for the other one.
     *
     * @param folder where the slots and the key are kept; made if need be
     * @param failure where the reason is noted when a slot does not start
     * @param runningVersion of the slot that runs, as long as nothing was installed
     * @param pace how long a whole installation takes at least
     */
    public SimulatedInstaller(Path folder, Path failure, String runningVersion, Duration pace) {
        this.folder = folder;
        this.failure = failure;
        this.file = DurableFile.at(folder.resolve("slots.json"));
        this.nanosPerPercent = pace.toNanos() / 100;
        this.trusted = keys(folder).publicKey();
        this.slots = read(runningVersion);
        try {
            boot();
        } catch (IOException e) {
            Logger.warn("The simulated slots cannot be kept in {}: {}", folder, e.getMessage());
        }
    }

    /** Keys of this run only, where none can be kept. */
    private static SimulatedKeys keys(Path folder) {
        try {
            Files.createDirectories(folder);
            return SimulatedKeys.in(folder);
        } catch (IOException e) {
            Logger.warn("The key for simulated updates cannot be kept in {}: {}", folder, e.getMessage());
            return SimulatedKeys.fresh();
        }
    }

    private List<Slot> read(String runningVersion) {
        try {
            JsonNode kept = json.readTree(Files.readAllBytes(folder.resolve("slots.json")));
            untriedFails = kept.path("fails").asText();
            List<Slot> read = new ArrayList<>();
            for (JsonNode each : kept.path("slots")) {
                read.add(new Slot(
                        each.path("name").asText(),
                        each.path("version").asText(),
                        Slot.State.valueOf(each.path("state").asText()),
                        each.path("booted").asBoolean(),
                        each.path("next").asBoolean()));
            }
            if (read.size() == 2) {
                return read;
            }
        } catch (IOException | IllegalArgumentException e) {
            Logger.debug("No simulated slots yet: {}", e.getMessage());
        }
        return List.of(
                new Slot("A", runningVersion, Slot.State.GOOD, true, true),
                new Slot("B", "", Slot.State.EMPTY, false, false));
    }

    /** What the boot loader and the health check do on a device. */
    private void boot() throws IOException {
        Slot due = slots.stream().filter(Slot::next).findFirst().orElse(slots.getFirst());
        boolean fails = !due.booted() && due.state() == Slot.State.UNTRIED && untriedFails.equals("boot");
        if (fails) {
            Files.writeString(failure, "The simulated health check failed.");
            Logger.warn("Slot {} did not start: the other one is back", due.name());
            slots = slots.stream()
                    .map(each -> each == due
                            ? new Slot(each.name(), each.version(), Slot.State.BAD, false, false)
                            : new Slot(each.name(), each.version(), each.state(), true, true))
                    .toList();
        } else {
            slots = slots.stream()
                    .map(each -> each == due
                            ? new Slot(each.name(), each.version(), Slot.State.GOOD, true, true)
                            : new Slot(each.name(), each.version(), each.state(), false, false))
                    .toList();
        }
        untriedFails = "";
        save();
    }

    private void save() throws IOException {
        ObjectNode kept = json.createObjectNode().put("fails", untriedFails);
        ArrayNode all = kept.putArray("slots");
        for (Slot each : slots) {
            all.addObject()
                    .put("name", each.name())
                    .put("version", each.version())
                    .put("state", each.state().name())
                    .put("booted", each.booted())
                    .put("next", each.next());
        }
        file.write(json.writeValueAsBytes(kept));
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public BundleFacts check(String source) throws IOException {
        SimulatedBundle bundle = read(source, (bytes, length) -> {});
        return new BundleFacts(bundle.version(), bundle.description());
    }

    @Override
    public void install(String source, IntConsumer percent) throws IOException {
        SimulatedBundle bundle = read(source, (bytes, length) -> {});
        for (int i = 1; i <= 100; i++) {
            LockSupport.parkNanos(nanosPerPercent);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("The installation was given up: the program ends.");
            }
            if (i == FAILS_AT_PERCENT && bundle.fails().equals("install")) {
                installed("", Slot.State.BAD, "");
                throw new IOException(
                        "The installation failed, as this update wants it to. The running system is untouched.");
            }
            percent.accept(i);
        }
        installed(bundle.version(), Slot.State.UNTRIED, bundle.fails());
    }

    private synchronized void installed(String version, Slot.State state, String fails) throws IOException {
        boolean due = state == Slot.State.UNTRIED;
        untriedFails = fails;
        slots = slots.stream()
                .map(each -> each.booted()
                        ? new Slot(each.name(), each.version(), each.state(), true, !due)
                        : new Slot(each.name(), version, state, false, due))
                .toList();
        save();
    }

    @Override
    public synchronized List<Slot> slots() {
        return slots;
    }

    @Override
    public synchronized void boot(String name) throws IOException {
        String wanted = name.toUpperCase(Locale.ROOT);
        Slot slot = slots.stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RefusedException("There is no slot " + name + "."));
        if (slot.state() == Slot.State.EMPTY || slot.version().isEmpty()) {
            throw new RefusedException("Slot " + wanted + " holds no system that could start.");
        }
        slots = slots.stream()
                .map(each -> new Slot(each.name(), each.version(), each.state(), each.booted(), each == slot))
                .toList();
        save();
    }

    private SimulatedBundle read(String source, SimulatedBundle.Payload payload) throws IOException {
        try (InputStream in = RemoteBundle.isAt(source)
                ? new RemoteBundle(source, RemoteBundle.PATIENCE)
                : Files.newInputStream(Path.of(source))) {
            return SimulatedBundle.read(in, trusted, payload);
        }
    }
}
