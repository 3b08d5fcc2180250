package org.otgwpi.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests of single page modules (src/test/resources/org/otgwpi/web) in the browser that they are made for. */
final class ModulesIT {

    private static final List<String> FILES = List.of(
            "firmware-test.js",
            "live-connection-test.js",
            "log-test.js",
            "log-view-test.js",
            "monitor-test.js",
            "status-test.js",
            "words-test.js");

    private static @Nullable HttpServer server;
    private static @Nullable Browser browser;

    @BeforeAll
    static void openBlankPage() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.createContext("/", ModulesIT::serve);
        made.start();
        server = made;
        Browser opened = new Browser();
        browser = opened;
        opened.open(URI.create("http://127.0.0.1:" + made.getAddress().getPort() + "/"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @TestFactory
    Stream<DynamicTest> modules() {
        return FILES.stream()
                .flatMap(file -> namesIn(file)
                        .map(name -> dynamicTest(file + ": " + name, () -> {
                            Object problem = resultOf(
                                            "await (await import(args[0])).tests[args[1]]()", "/test/" + file, name)
                                    .get("problem");
                            assertEquals(null, problem);
                        })));
    }

    private static Stream<String> namesIn(String file) {
        Map<?, ?> result = resultOf("return Object.keys((await import(args[0])).tests)", "/test/" + file);
        if (!(result.get("value") instanceof List<?> names)) {
            throw new IllegalStateException(file + " cannot be loaded: " + result.get("problem"));
        }
        return names.stream().map(String::valueOf);
    }

    private static Map<?, ?> resultOf(String body, Object... arguments) {
        if (browser != null && browser.runAsync(body, arguments) instanceof Map<?, ?> result) {
            return result;
        }
        throw new IllegalStateException("The browser gave no result for " + body);
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body;
        if (path.equals("/")) {
            body = "<!doctype html><title>Modules</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
        } else {
            Path file = path.startsWith("/test/")
                    ? Path.of("src/test/resources/org/otgwpi/web", path.substring("/test/".length()))
                    : Path.of("web", path.substring(1));
            body = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "text/javascript");
        }
        exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
