package org.otgwpi.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** What {@code /_pi/settings} answers. */
final class SettingsPageTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private SettingsStore settings;
    private IoWorker worker;
    private HttpServer server;
    private int port;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws IOException {
        settings = SettingsStore.open(data, SettingsTable.load("020000000001"));
        worker = IoWorker.start(2);
        server = new HttpServer(worker, new SettingsPage(settings));
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        server.stop();
        worker.close();
    }

    @Test
    void aValueIsStored() throws Exception {
        assertTrue(post("{\"name\":\"ledline\",\"value\":16}").startsWith("200 "));
        assertEquals(16, settings.current().integer("ledline"));
    }

    @Test
    void whatIsNoValueOfTheSettingIsRefusedAndChangesNothing() throws Exception {
        String before = settings.current().toString();
        assertEquals(
                "400 {\"error\":\"remoteledline must be a whole number from 0 to 27, not 'abc'.\"}",
                post("{\"name\":\"remoteledline\",\"value\":\"abc\"}"));
        assertEquals(
                "400 {\"error\":\"wsmaxclients must be a whole number from 0 to 1000, not '1.0E9'.\"}",
                post("{\"name\":\"wsmaxclients\",\"value\":1e9}"));
        assertEquals("400 {\"error\":\"There is no setting 'x'.\"}", post("{\"name\":\"x\",\"value\":1}"));
        assertEquals(before, settings.current().toString());
    }

    @Test
    void whatTheBoardCannotDoIsRefusedInItsWords() throws Exception {
        settings.addRule((before, after) -> Optional.of("GPIO line 14 belongs to the serial port."));
        assertEquals(
                "400 {\"error\":\"GPIO line 14 belongs to the serial port.\"}",
                post("{\"name\":\"remotebuttonline\",\"value\":14}"));
        assertEquals(22, settings.current().integer("remotebuttonline"));
    }

    @Test
    void onlyAnObjectWithANameAndAValueIsRead() throws Exception {
        String hint = "400 {\"error\":\"Send the name of a setting and its value: {\\\"name\\\": \\\"ledline\\\", "
                + "\\\"value\\\": 26}.\"}";
        for (String body : new String[] {
            "",
            "[]",
            "name:ledline,value:3",
            "{\"name\":\"ledline\"}",
            "{\"name\":\"ledline\",\"value\":[3]}",
            "{\"name\":\"ledline\",\"value\":3",
            "[".repeat(2000)
        }) {
            assertEquals(hint, post(body), body);
        }
        assertEquals(26, settings.current().integer("ledline"));
    }

    private String post(String body) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_pi/settings"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
