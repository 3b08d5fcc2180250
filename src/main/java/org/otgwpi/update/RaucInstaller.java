package org.otgwpi.update;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.otgwpi.board.SystemBus;
import org.tinylog.Logger;

/**
 * RAUC, asked over D-Bus (interface {@code de.pengutronix.rauc.Installer} of its manual, section "D-Bus API"). The
 * signature, the compatible and the format of a bundle are RAUC's to judge by the system's keyring. Thread-safe.
 */
public final class RaucInstaller implements Installer {

    private static final String RAUC = "de.pengutronix.rauc";
    private static final String INSTALLER = RAUC + ".Installer";

    /** Longer than the largest bundle takes on the slowest card. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(45);

    private static final String NO_OPTIONS = "0";

    private final SystemBus bus;
    private final Duration pollPause;
    private final LongSupplier nanoTime;

    /** @param pollPause between two questions how far an installation is */
    public RaucInstaller(SystemBus bus, Duration pollPause, LongSupplier nanoTime) {
        this.bus = bus;
        this.pollPause = pollPause;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public BundleFacts check(String source) throws IOException {
        if (RemoteBundle.isAt(source)) {
            try (RemoteBundle bundle = new RemoteBundle(source, RemoteBundle.PATIENCE)) {
                bundle.probe();
            }
        } else if (Files.exists(Path.of(source))) {
            BundleShape.of(Path.of(source)).refuse();
        }
        JsonNode facts;
        try {
            facts = unwrapped(
                    call("InspectBundle", "sa{sv}", source, NO_OPTIONS).at("/data/0/update"));
        } catch (IOException e) {
            throw new RefusedException(RaucWords.refusal(String.valueOf(e.getMessage())));
        }
        String compatible = facts.at("/compatible/data").asText();
        String own = property("Compatible").asText();
        if (!compatible.equals(own)) {
            throw new RefusedException(
                    "This update is made for %s, this machine is %s. Nothing was changed.".formatted(compatible, own));
        }
        return new BundleFacts(
                facts.at("/version/data").asText(),
                facts.at("/description/data").asText());
    }

    /** The value in a variant, which may itself be one: {@code {"type": "v", "data": {"type": ..., "data": ...}}}. */
    private static JsonNode unwrapped(JsonNode variant) {
        JsonNode value = variant;
        while (value.has("type") && value.has("data")) {
            value = value.path("data");
        }
        return value;
    }

    @Override
    public void install(String source, IntConsumer percent) throws IOException {
        call("InstallBundle", "sa{sv}", source, NO_OPTIONS);
        long startNanos = nanoTime.getAsLong();
        do {
            LockSupport.parkNanos(pollPause.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("The installation was given up: the program ends.");
            }
            if (nanoTime.getAsLong() - startNanos > PATIENCE_NANOS) {
                throw new IOException("The installation did not end. The running system is untouched.");
            }
        } while (!ended(percent));
        String problem = property("LastError").asText();
        if (!problem.isEmpty()) {
            throw new IOException(RaucWords.failure(problem));
        }
        if (slots().stream().noneMatch(slot -> slot.next() && !slot.booted())) {
            throw new IOException("The installation was broken off. The running system is untouched.");
        }
    }

    /** Whether RAUC has nothing more to do. An answer that fails to come changes nothing about its work. */
    private boolean ended(IntConsumer percent) {
        try {
            percent.accept(property("Progress").path(0).asInt());
            return property("Operation").asText().equals("idle");
        } catch (IOException e) {
            Logger.warn("Nobody knows how far the installation is: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public List<Slot> slots() throws IOException {
        String next = call("GetPrimary", "").at("/data/0").asText();
        List<Slot> slots = new ArrayList<>();
        for (JsonNode entry : call("GetSlotStatus", "").at("/data/0")) {
            JsonNode facts = entry.path(1);
            if (!facts.at("/bootname/data").asText().isEmpty()) {
                slots.add(slot(entry.path(0).asText(), facts, next));
            }
        }
        slots.sort(Comparator.comparing(Slot::name));
        return List.copyOf(slots);
    }

    private static Slot slot(String name, JsonNode facts, String next) {
        String version = facts.at("/bundle.version/data").asText();
        boolean booted = facts.at("/state/data").asText().equals("booted");
        Slot.State state = switch (facts.at("/boot-status/data").asText()) {
            case "good" -> version.isEmpty() && !booted ? Slot.State.EMPTY : Slot.State.GOOD;
            case "bad" -> version.isEmpty() ? Slot.State.EMPTY : Slot.State.BAD;
            default -> version.isEmpty() ? Slot.State.EMPTY : Slot.State.UNTRIED;
        };
        return new Slot(
                facts.at("/bootname/data").asText().toUpperCase(Locale.ROOT),
                version,
                state,
                booted,
                name.equals(next));
    }

    @Override
    public void boot(String slot) throws IOException {
        for (JsonNode entry : call("GetSlotStatus", "").at("/data/0")) {
            if (entry.path(1).at("/bootname/data").asText().equalsIgnoreCase(slot)) {
                String said = call("Mark", "ss", "active", entry.path(0).asText())
                        .at("/data/1")
                        .asText();
                Logger.info("RAUC: {}", said);
                return;
            }
        }
        throw new RefusedException("There is no slot " + slot + ".");
    }

    private JsonNode call(String method, String signature, String... arguments) throws IOException {
        return bus.call(RAUC, "/", INSTALLER, method, signature, arguments);
    }

    private JsonNode property(String name) throws IOException {
        return bus.property(RAUC, "/", INSTALLER, name).path("data");
    }
}
