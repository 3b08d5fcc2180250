package org.otgwpi.railhub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The status object of a board, for HTTP and WebSocket the same: every key that either of them ever had
 * (railhub-remote-echo A.8, A.17). Thread-safe.
 */
final class StatusMessage {

    private static final long PARTITION_32 = 1_310_720;
    private static final long PARTITION_8266 = 1_044_464;
    private static final long FLASH_8266 = 4_194_304;

    private final JsonFactory json = new JsonFactory();
    private final Variant variant;
    private final Wiring wiring;
    private final BoardFacts facts;
    private final Supplier<String> deviceName;
    private final IntSupplier viewers;
    private final LongSupplier nanoTime;

    /** @param viewers how many WebSocket clients are connected */
    StatusMessage(
            Variant variant,
            Wiring wiring,
            BoardFacts facts,
            Supplier<String> deviceName,
            IntSupplier viewers,
            LongSupplier nanoTime) {
        this.variant = variant;
        this.wiring = wiring;
        this.facts = facts;
        this.deviceName = deviceName;
        this.viewers = viewers;
        this.nanoTime = nanoTime;
    }

    /** The message in UTF-8, without blanks. */
    byte[] of(Lights lights) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            board(out);
            out.writeArrayFieldStart("outputs");
            for (int i = 0; i < wiring.size(); i++) {
                output(out, lights, i);
            }
            out.writeEndArray();
            if (variant.chases()) {
                groups(out, lights);
                out.writeNumberField("flashTotal", FLASH_8266);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void board(JsonGenerator out) throws IOException {
        long partition = variant.chases() ? PARTITION_8266 : PARTITION_32;
        long program = facts.programIn(partition);
        out.writeStringField("macAddress", facts.macAddress());
        out.writeStringField("name", deviceName.get());
        out.writeStringField("wifiMode", "STA");
        out.writeStringField("ip", facts.address());
        out.writeStringField("ssid", facts.wirelessNetwork());
        out.writeNumberField("apClients", 0);
        if (!variant.chases()) {
            out.writeNumberField("wsClients", viewers.getAsInt());
        }
        out.writeNumberField("freeHeap", facts.freeMemory());
        out.writeNumberField("uptime", facts.uptimeMillis());
        out.writeStringField("buildDate", facts.buildDate());
        out.writeNumberField("flashUsed", program);
        out.writeNumberField("flashFree", partition - program);
        out.writeNumberField("flashPartition", partition);
        if (!variant.chases()) {
            load(out, "cpuLoad0", facts.busy(0));
            load(out, "cpuLoad1", facts.busy(1));
        }
    }

    private static void load(JsonGenerator out, String name, double percent) throws IOException {
        if (percent == Math.rint(percent)) {
            out.writeNumberField(name, (long) percent);
        } else {
            out.writeNumberField(name, percent);
        }
    }

    private void output(JsonGenerator out, Lights lights, int index) throws IOException {
        Output output = lights.outputs().get(index);
        out.writeStartObject();
        out.writeNumberField("pin", wiring.pin(index));
        out.writeBooleanField("active", output.active());
        out.writeNumberField("brightness", output.brightness());
        out.writeStringField("name", output.name());
        out.writeNumberField("interval", output.intervalMillis());
        if (variant.chases()) {
            // The original keeps the id in a signed byte.
            out.writeNumberField(
                    "chasingGroup",
                    lights.groupOf(index).map(group -> (int) (byte) group.id()).orElse(-1));
        }
        out.writeEndObject();
    }

    private void groups(JsonGenerator out, Lights lights) throws IOException {
        long now = nanoTime.getAsLong();
        out.writeArrayFieldStart("chasingGroups");
        for (Group group : lights.groups()) {
            out.writeStartObject();
            out.writeNumberField("groupId", group.id());
            out.writeStringField("name", group.name());
            out.writeNumberField("interval", group.intervalMillis());
            out.writeNumberField("outputCount", group.outputs().size());
            out.writeArrayFieldStart("outputs");
            for (int index : group.outputs()) {
                out.writeNumber(wiring.pin(index));
            }
            out.writeEndArray();
            out.writeNumberField("id", group.id());
            out.writeBooleanField("active", true);
            out.writeNumberField("currentStep", group.step(now));
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
