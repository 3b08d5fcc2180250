package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/** The page behind Debian's nginx, which adds TLS and puts it below a path of its own. */
@SuppressWarnings("NullAway.Init")
final class ReverseProxyIT {

    private static final String CONFIGURATION = """
            daemon off;
            user root;
            pid FOLDER/nginx.pid;
            error_log FOLDER/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path FOLDER/body;
              proxy_temp_path FOLDER/proxy;
              fastcgi_temp_path FOLDER/fastcgi;
              uwsgi_temp_path FOLDER/uwsgi;
              scgi_temp_path FOLDER/scgi;
              map $http_upgrade $connection_upgrade {
                default upgrade;
                '' '';
              }
              server {
                listen 127.0.0.1:PORT ssl;
                ssl_certificate FOLDER/certificate.pem;
                ssl_certificate_key FOLDER/key.pem;
                location /heating/ {
                  proxy_pass http://127.0.0.1:GATEWAY/;
                  proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_upgrade;
                  proxy_set_header X-Forwarded-Prefix /heating;
                  proxy_set_header X-Forwarded-Proto https;
                }
              }
            }
            """;

    private static RunningGateway gateway;
    private static Process nginx;
    private static GatewayPage page;
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        gateway = RunningGateway.startToRestart(
                "--simulate", "--data", folder.resolve("data").toString());
        int port = RunningGateway.freePort();
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("certificate.pem").toString()));
        Path configuration = Files.writeString(
                folder.resolve("nginx.conf"),
                CONFIGURATION
                        .replace("FOLDER", folder.toString())
                        .replace("PORT", String.valueOf(port))
                        .replace("GATEWAY", String.valueOf(gateway.httpPort())));
        nginx = new ProcessBuilder(
                        "/usr/sbin/nginx",
                        "-c",
                        configuration.toString(),
                        "-e",
                        folder.resolve("start.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        await().atMost(GatewayPage.PATIENCE).until(() -> isOpen(port));
        page = new GatewayPage(URI.create("https://127.0.0.1:" + port + "/heating/"));
        browser = page.browser;
    }

    @AfterAll
    static void stop() throws InterruptedException {
        page.close();
        nginx.destroy();
        nginx.waitFor(10, TimeUnit.SECONDS);
        gateway.close();
    }

    @BeforeEach
    void beginAnew() {
        page.beginAnew();
    }

    @Test
    void theLiveLogAndTheGraphRunBelowThePath() {
        page.open("graph");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.findAll("#otGraphCanvas canvas").size() == 5);
        browser.find("#tab-log").click();
        page.awaitPresent(".log-row");
        browser.find("#commandText").sendKeys("PR=A", org.openqa.selenium.Keys.ENTER);
        page.awaitContains("#commandResult", "OpenTherm Gateway");
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals(Set.of(page.address.getAuthority()), browser.requestedHosts());
    }

    @Test
    void settingsFilesUpdateAndTheSupportBundleWorkBelowThePath(@TempDir Path folder) throws IOException {
        page.open("settings");
        page.awaitPresent("#D_ntphostname");
        page.type("#ntphostname", "proxy.example");
        browser.find("#D_ntphostname button[type=submit]").click();
        page.awaitText("#result_ntphostname", "Saved");
        page.open("files");
        page.awaitPresent("#fileRows tr");
        browser.find("#uploadFile")
                .sendKeys(Files.writeString(folder.resolve("proxied.txt"), "x").toString());
        browser.find("#uploadForm button").click();
        page.awaitContains("#fileRows", "proxied.txt");
        page.open("update");
        page.awaitContains("#runningVersion", ".");
        Object bundle = browser.runAsync(
                "return (await fetch(document.querySelector('#btnSupportBundle').href)).headers.get('Content-Type')");
        assertEquals("{value=application/zip}", String.valueOf(bundle));
        assertEquals(List.of(), browser.consoleErrors());
        assertTrue(gateway.get("api/v1/settings").contains("proxy.example"));
    }

    @Test
    void whatTheGatewayItselfSendsTheBrowserToStaysBelowThePath() {
        browser.open(page.address);
        Object back = browser.runAsync("return (await fetch('pic?action=none&name=gateway.hex')).url");
        assertTrue(String.valueOf(back).contains("/heating/index.html"), String.valueOf(back));
        browser.open(page.address.resolve("FSexplorer"));
        page.awaitContains("#files", "settings.ini");
        assertEquals(List.of(), browser.consoleErrors());
        Object restart = browser.runAsync("const answer = await fetch('ReBoot', { method: 'POST' });"
                + "return [answer.headers.get('Refresh'), await answer.text()]");
        assertTrue(String.valueOf(restart).contains("120;url=/heating/,"), String.valueOf(restart));
        assertTrue(String.valueOf(restart).contains("<a href='/heating/'>"), String.valueOf(restart));
        await().atMost(GatewayPage.PATIENCE).until(() -> gateway.starts() == 2);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }
}
