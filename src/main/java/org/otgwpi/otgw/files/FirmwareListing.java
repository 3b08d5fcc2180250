package org.otgwpi.otgw.files;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.otgwpi.otgw.rest.ApiReplies;
import org.otgwpi.otgw.rest.OriginalJson;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * {@code /api/firmwarefilelist}: the hex files for the chip that is there, each with the version beside it in a
 * {@code .ver} file, which is mended if the hex file itself knows better (otgw-http-ws 1.11). Thread-safe.
 */
public final class FirmwareListing implements HttpHandler {

    private static final int LARGEST_HEX_BYTES = 1 << 20;
    private static final int LARGEST_VERSION_BYTES = 1024;

    private final Path library;
    private final Supplier<String> device;

    /**
     * @param library holds a folder for each kind of chip
     * @param device the kind that is there now: {@code pic16f1847}
     */
    public FirmwareListing(Path library, Supplier<String> device) {
        this.library = library;
        this.device = device;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        Path folder = library.resolve(device.get());
        List<String> entries = new ArrayList<>();
        if (UserFolder.isFolder(folder)) {
            for (Path hex : hexFiles(folder)) {
                entries.add("{\"name\":" + OriginalJson.quoted(String.valueOf(hex.getFileName())) + ",\"version\":"
                        + OriginalJson.quoted(version(hex)) + ",\"size\":" + Files.size(hex) + "}");
            }
        }
        ApiReplies.json(exchange, "[" + String.join(",", entries) + "]\r\n");
    }

    private static List<Path> hexFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".hex") && UserFolder.isFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static String version(Path hex) throws IOException {
        Path file = Path.of(hex.toString().replaceFirst("\\.hex$", ".ver"));
        String noted =
                text(file, LARGEST_VERSION_BYTES).lines().findFirst().orElse("").strip();
        String embedded = EmbeddedVersion.of(text(hex, LARGEST_HEX_BYTES));
        if (embedded == null || embedded.equals(noted)) {
            return noted;
        }
        try {
            DurableFile.at(file).write((embedded + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Logger.warn("{} cannot be written: {}", file, e.getMessage());
        }
        return embedded;
    }

    private static String text(Path file, int largest) throws IOException {
        return UserFolder.isFile(file) && Files.size(file) <= largest
                ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                : "";
    }
}
