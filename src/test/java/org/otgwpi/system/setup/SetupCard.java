package org.otgwpi.system.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A root file system in a folder, with the FAT partition that a user writes to, and the script that reads it. */
final class SetupCard {

    private static final Path SCRIPT =
            Path.of("image/layers/system/usr/lib/otgw-pi/apply-setup").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;

    private final Path root;

    SetupCard(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(fat());
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("data/otgw-pi"));
        Files.createDirectories(root.resolve("usr/share/zoneinfo/Europe"));
        Files.createFile(root.resolve("usr/share/zoneinfo/Europe/Berlin"));
    }

    Path fat() {
        return root.resolve("boot/selector");
    }

    void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    void write(String name, byte[] bytes) throws IOException {
        Files.write(fat().resolve(name), bytes);
    }

    /** Starts the device: runs the script to its end. */
    void boot() throws IOException {
        int exit = run(System.getenv("PATH"));
        if (exit != 0) {
            throw new IOException("apply-setup ended with " + exit);
        }
    }

    /**
     * Starts the device and cuts the power at a certain moment: when the script asks for the {@code count}-th time that
     * something be synced.
     *
     * @return whether it came to that
     */
    boolean bootUntilSync(int count) throws IOException {
        Path shims = Files.createTempDirectory("shims");
        Path counter = shims.resolve("count");
        Path sync = shims.resolve("sync");
        Files.writeString(counter, "0");
        Files.writeString(sync, """
                #!/bin/sh
                read -r n < %1$s; n=$((n + 1)); echo $n > %1$s
                if [ $n -eq %2$d ]; then kill -9 $OTGW_TEST_PID $PPID; fi
                """.formatted(counter, count));
        Files.setPosixFilePermissions(sync, PosixFilePermissions.fromString("rwxr-xr-x"));
        return run(shims + ":" + System.getenv("PATH")) != 0;
    }

    private int run(String path) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                // Its part of a pipeline asks for a sync too, and a power cut ends more than that part.
                "sh", "-c", "OTGW_TEST_PID=$$ exec sh '" + SCRIPT + "'");
        builder.environment().put("OTGW_ROOT", root.toString());
        builder.environment().put("PATH", path);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("apply-setup does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    String text(String path) throws IOException {
        return Files.readString(root.resolve(path), UTF_8);
    }

    String report() throws IOException {
        return text("boot/selector/otgw-setup-done.txt");
    }

    /** Whether the report says so of a setting. */
    boolean reports(String verdict, String setting) throws IOException {
        return report().lines().anyMatch(line -> line.matches("#> " + verdict + " +" + setting + ":.*"));
    }

    /** The network profiles but for the access point, each as its lines. */
    List<List<String>> profiles() throws IOException {
        List<List<String>> profiles = new ArrayList<>();
        for (Path file : files("etc/NetworkManager/system-connections")) {
            if (!file.endsWith("otgw-setup.nmconnection")) {
                profiles.add(Files.readAllLines(file, UTF_8));
            }
        }
        return profiles;
    }

    List<String> profile() throws IOException {
        List<List<String>> all = profiles();
        if (all.size() != 1) {
            throw new AssertionError("there are " + all.size() + " profiles");
        }
        return all.getFirst();
    }

    List<Path> files(String folder) throws IOException {
        try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
            return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    /** Every file with its content, random identifiers and passwords made equal. */
    SortedMap<String, String> everything() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        for (Path file : files("")) {
            all.put(
                    root.relativize(file).toString(),
                    Files.readString(file, UTF_8)
                            .replaceAll("(?m)^uuid=.*$", "uuid")
                            .replaceAll("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", "password"));
        }
        return all;
    }

    /** Whether any file holds this text, in any byte of it. */
    boolean holds(String secret) throws IOException {
        return files("boot").stream().anyMatch(file -> {
            try {
                return new String(Files.readAllBytes(file), UTF_8).contains(secret);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static String networkName(String name) {
        StringBuilder bytes = new StringBuilder("ssid=");
        for (byte b : name.getBytes(UTF_8)) {
            bytes.append(b & 0xFF).append(';');
        }
        return bytes.toString();
    }

    static byte[] repeated(char c, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }
}
