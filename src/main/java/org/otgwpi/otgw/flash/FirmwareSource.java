package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.otgwpi.pic.HexReader;

/** The web site with the chip's firmware (otgw-core 7). It is asked when the user wants it, and never else. Thread-safe. */
public final class FirmwareSource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<String> baseUrl;
    private final String userAgent;

    /** @param baseUrl what stands in front of {@code /pic16f1847/gateway.hex} */
    public FirmwareSource(Supplier<String> baseUrl, String userAgent) {
        this.baseUrl = baseUrl;
        this.userAgent = userAgent;
    }

    /**
     * The latest version of a file.
     *
     * @throws IOException with a sentence if the site does not tell
     */
    public String latest(String device, String name) throws IOException {
        try (HttpClient client = client()) {
            HttpResponse<Void> answer =
                    send(client, request(device, name).HEAD().build(), BodyHandlers.discarding());
            return answer.headers()
                    .firstValue("X-Version")
                    .map(String::strip)
                    .filter(version -> !version.isEmpty())
                    .orElseThrow(() -> new IOException(answer.uri() + " names no version"));
        }
    }

    /**
     * The file as it is there now.
     *
     * @throws IOException with a sentence if it cannot be had
     */
    public byte[] download(String device, String name) throws IOException {
        try (HttpClient client = client()) {
            HttpResponse<InputStream> answer =
                    send(client, request(device, name).GET().build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return body.readNBytes(HexReader.LARGEST_FILE_BYTES + 1);
            }
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private HttpRequest.Builder request(String device, String name) throws IOException {
        String url = baseUrl.get().replaceFirst("/+$", "") + "/" + device + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).header("User-Agent", userAgent);
        } catch (IllegalArgumentException e) {
            throw new IOException(url + " is no address of a web site: correct the setting picfirmwareurl", e);
        }
    }

    private static <T> HttpResponse<T> send(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        try {
            HttpResponse<T> answer = client.send(request, body);
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri() + " answers " + answer.statusCode());
            }
            return answer;
        } catch (ConnectException e) {
            throw new IOException(request.uri().getAuthority() + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
