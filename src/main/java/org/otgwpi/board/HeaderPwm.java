package org.otgwpi.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The hardware PWM channels that an overlay has put on pins of the header. A chip is known by the address of its device,
 * since chips are numbered by chance and the other one of a Pi 4 drives the audio jack; the pins stand in the device
 * tree.
 */
final class HeaderPwm {

    /** A device, and which channel each of its pins has (BCM2835 ARM peripherals section 9.5; RP1 peripherals 3.1.1). */
    private record Kind(Pattern device, Map<Integer, Integer> channelOfPin) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(Pattern.compile("[0-9a-f]+20c000\\.pwm"), Map.of(12, 0, 13, 1, 18, 0, 19, 1)),
            new Kind(Pattern.compile("[0-9a-f]*1f00098000\\.pwm"), Map.of(12, 0, 13, 1, 18, 2, 19, 3)));
    private static final Pattern GPIO_NAME = Pattern.compile("gpio(\\d{1,2})");

    private final Map<Integer, SysfsPwmChannel> channels = new HashMap<>();

    private HeaderPwm() {}

    /** @param root the root of the file system */
    static HeaderPwm find(Path root) {
        HeaderPwm found = new HeaderPwm();
        try (DirectoryStream<Path> chips = Files.newDirectoryStream(root.resolve("sys/class/pwm"), "pwmchip*")) {
            for (Path chip : chips) {
                found.add(chip, root.resolve("proc/device-tree"));
            }
        } catch (IOException e) {
            Logger.debug("there is no hardware PWM: {}", e.getMessage());
        }
        return found;
    }

    /** The channel of a line, if it has one. */
    Optional<SysfsPwmChannel> channel(int line) {
        return Optional.ofNullable(channels.get(line));
    }

    private void add(Path chip, Path tree) throws IOException {
        Path device = chip.resolve("device").toRealPath();
        for (Kind kind : KINDS) {
            if (kind.device.matcher(String.valueOf(device.getFileName())).matches()) {
                for (int pin : pins(device.resolve("of_node"), tree)) {
                    Integer channel = kind.channelOfPin.get(pin);
                    if (channel != null) {
                        channels.put(pin, new SysfsPwmChannel(chip, channel));
                    }
                }
            }
        }
    }

    private static List<Integer> pins(Path node, Path tree) throws IOException {
        List<Integer> pins = new ArrayList<>();
        Path groups = node.resolve("pinctrl-0");
        if (!Files.exists(groups)) {
            return pins;
        }
        for (int handle : cells(groups)) {
            Path group = byHandle(tree, handle);
            if (group == null) {
                continue;
            }
            if (Files.exists(group.resolve("brcm,pins"))) {
                cells(group.resolve("brcm,pins")).forEach(pins::add);
            } else if (Files.exists(group.resolve("pins"))) {
                String names = Files.readString(group.resolve("pins"), StandardCharsets.US_ASCII);
                for (String name : names.split("\0", -1)) {
                    Matcher gpio = GPIO_NAME.matcher(name);
                    if (gpio.matches()) {
                        pins.add(Integer.valueOf(gpio.group(1)));
                    }
                }
            }
        }
        return pins;
    }

    private static List<Integer> cells(Path property) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(property));
        List<Integer> cells = new ArrayList<>();
        while (bytes.remaining() >= Integer.BYTES) {
            cells.add(bytes.getInt());
        }
        return cells;
    }

    /** The node with a phandle; null if there is none. */
    private static @Nullable Path byHandle(Path tree, int handle) throws IOException {
        byte[] wanted = ByteBuffer.allocate(Integer.BYTES).putInt(handle).array();
        AtomicReference<@Nullable Path> found = new AtomicReference<>();
        Files.walkFileTree(tree.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith("phandle") && Arrays.equals(Files.readAllBytes(file), wanted)) {
                    found.set(file.getParent());
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.get();
    }
}
