package org.otgwpi.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.otgwpi.net.Replies;
import org.otgwpi.settings.SettingsForm;
import org.otgwpi.settings.SettingsStore;

/**
 * {@code GET /_pi/support-bundle}: one zip file with what somebody who helps needs to see: status, versions, settings
 * without passwords, the program's log, and what the personality adds. Thread-safe; to be called where waiting is
 * allowed.
 */
public final class SupportBundle implements HttpHandler {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<Map<String, Object>> status;
    private final SettingsStore settings;
    private final Supplier<Map<String, byte[]>> ofPersonality;
    private final InstantSource wallClock;

    /**
     * @param status what {@code GET /_pi/status} answers
     * @param ofPersonality further files by name
     */
    public SupportBundle(
            Supplier<Map<String, Object>> status,
            SettingsStore settings,
            Supplier<Map<String, byte[]>> ofPersonality,
            InstantSource wallClock) {
        this.status = status;
        this.settings = settings;
        this.ofPersonality = ofPersonality;
        this.wallClock = wallClock;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        Instant now = wallClock.instant();
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(
                        Headers.CONTENT_DISPOSITION,
                        "attachment; filename=\"otgw-pi-support-" + STAMP.format(now) + ".zip\"");
        Replies.fixed(exchange, 200, "application/zip", zip(files(now), now));
    }

    private Map<String, byte[]> files(Instant now) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, Object> facts = new LinkedHashMap<>(status.get());
        facts.put("time", now.toString());
        facts.put("java", Runtime.version().toString());
        facts.put(
                "system",
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        files.put("status.json", pretty(facts));
        files.put("settings.json", pretty(SettingsForm.of(settings.current())));
        files.put("log.txt", RecentLog.text().getBytes(StandardCharsets.UTF_8));
        files.putAll(ofPersonality.get());
        return files;
    }

    private byte[] pretty(Object object) throws IOException {
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    }

    private static byte[] zip(Map<String, byte[]> files, Instant now) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(now.toEpochMilli());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
