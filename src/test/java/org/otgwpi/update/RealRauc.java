package org.otgwpi.update;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.otgwpi.board.SystemBus;

/**
 * RAUC itself as a service on a bus of its own, with files for slots: the one of the image that was built here last, by
 * way of qemu's user mode, or the one of this machine if it is new enough to inspect bundles over D-Bus.
 */
final class RealRauc implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VERSION = Pattern.compile("rauc (\\d+)\\.(\\d+)");
    private static final String MAKE_BUNDLE = """
            set -eu
            project=$PWD folder=$1 OTGW_KEYS=$2 name=$3 format=$4 flavour=$5
            for part in lib keys; do . "$project/image/$part.sh"; done
            make_keys
            rm -rf "$folder/in" "$folder/$name"
            mkdir -p "$folder/in"
            head -c 1000000 /dev/urandom > "$folder/in/root.img"
            printf '[update]\\ncompatible=otgw-pi-%s\\nversion=2.0.0\\n\\n[bundle]\\nformat=%s\\n\\n[image.rootfs]\\nfilename=root.img\\n' \\
              "$flavour" "$format" > "$folder/in/manifest.raucm"
            rauc bundle --signing-keyring="$OTGW_KEYS/ca.pem" --cert="$OTGW_KEYS/signer.pem" --key="$OTGW_KEYS/signer.key" \\
              "$folder/in" "$folder/$name"
            """;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    RealRauc(Path folder) throws IOException {
        this.folder = folder;
        List<String> rauc = command();
        bundle("good.raucb", "verity", "debian");
        Path bus = folder.resolve("bus");
        Files.writeString(folder.resolve("bus.conf"), """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig><listen>unix:path=%s</listen><auth>EXTERNAL</auth><policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
                </policy></busconfig>
                """.formatted(bus));
        Files.writeString(folder.resolve("system.conf"), """
                [system]
                compatible=otgw-pi-debian
                bootloader=noop
                bundle-formats=verity
                statusfile=%1$s/status
                [keyring]
                path=%1$s/keys/ca.pem
                [slot.rootfs.0]
                device=%1$s/slot-a
                type=raw
                bootname=A
                [slot.rootfs.1]
                device=%1$s/slot-b
                type=raw
                bootname=B
                """.formatted(folder));
        Files.write(folder.resolve("slot-a"), new byte[4096]);
        Files.write(folder.resolve("slot-b"), new byte[4096]);
        start(List.of("dbus-daemon", "--nofork", "--config-file=" + folder.resolve("bus.conf")));
        await().atMost(PATIENCE).until(() -> Files.exists(bus));
        List<String> service = new ArrayList<>(rauc);
        service.addAll(List.of("--conf=" + folder.resolve("system.conf"), "--override-boot-slot=A", "service"));
        start(service);
        await().atMost(PATIENCE).until(() -> {
            try {
                return !bus().property("de.pengutronix.rauc", "/", "de.pengutronix.rauc.Installer", "Operation")
                        .isEmpty();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static List<String> command() throws IOException {
        Path root = cache().resolve("work-debian/root");
        Path emulator = Path.of("/usr/bin/qemu-aarch64-static");
        List<String> image = List.of(
                emulator.toString(),
                "-L",
                root.toString(),
                root.resolve("usr/bin/rauc").toString());
        if (Files.exists(emulator) && Files.exists(root.resolve("usr/bin/rauc")) && inspects(image)) {
            return image;
        }
        assumeTrue(
                inspects(List.of("rauc")), "needs RAUC 1.9 or newer: this machine's is older, and no image was built");
        return List.of("rauc");
    }

    private static Path cache() {
        String own = System.getenv("OTGW_IMAGE_CACHE");
        String all = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        return own == null ? Path.of(all, "otgw-pi") : Path.of(own);
    }

    private static boolean inspects(List<String> rauc) throws IOException {
        List<String> asked = new ArrayList<>(rauc);
        asked.add("--version");
        Process process = new ProcessBuilder(asked).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(words);
        System.out.print(words);
        return version.find() && (Integer.parseInt(version.group(1)) > 1 || Integer.parseInt(version.group(2)) >= 9);
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("services.log").toFile()));
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + folder.resolve("bus"));
        processes.add(builder.start());
    }

    SystemBus bus() {
        return new SystemBus(List.of(
                "busctl", "--address=unix:path=" + folder.resolve("bus"), "--json=short", "--timeout=25", "--"));
    }

    /** A bundle signed by the keys that RAUC trusts. */
    byte[] bundle(String name, String format, String flavour) throws IOException {
        return bundle("keys", name, format, flavour);
    }

    /** A bundle signed by the keys in a folder, made if need be. */
    byte[] bundle(String keys, String name, String format, String flavour) throws IOException {
        Path log = folder.resolve("bundle.log");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        MAKE_BUNDLE,
                        "sh",
                        folder.toString(),
                        folder.resolve(keys).toString(),
                        name,
                        format,
                        flavour)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertEquals(0, process.waitFor(), () -> read(log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Files.readAllBytes(folder.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
