package org.otgwpi.otgw.sensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinylog.Logger;

/**
 * The folder in which the kernel shows the sensors of its 1-Wire buses (kernel documentation, w1 and w1_therm). Any
 * call may take as long as the bus: 750 ms for a temperature, or for ever if a driver is stuck.
 */
final class OneWireFolder {

    private static final int MOST_BYTES = 256;
    private static final Pattern SENSOR_FOLDER = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{12}");
    private static final Pattern WITH_CRC = Pattern.compile("[^\\n]*crc=[0-9a-f]{2} YES\\n[^\\n]*t=(-?\\d{1,6})\\s*");
    private static final Pattern ALONE = Pattern.compile("(-?\\d{1,6})\\s*");

    private final Path folder;

    OneWireFolder(Path folder) {
        this.folder = folder;
    }

    /** The sensors there are, in the order of the bus; none if there is no bus. */
    SortedSet<SensorAddress> search() {
        SortedSet<SensorAddress> found = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (SENSOR_FOLDER.matcher(name).matches()) {
                    found.add(address(entry, name));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            Logger.debug("no 1-Wire bus in {}: {}", folder, e.getMessage());
        }
        return found;
    }

    /**
     * Measures.
     *
     * @return thousandths of a degree, or {@link SensorReadings#DISCONNECTED} if the sensor does not answer or its
     *     answer is damaged
     */
    int milliCelsius(SensorAddress address) {
        Path sensor = folder.resolve(address.folder());
        try {
            return number(WITH_CRC, sensor.resolve("w1_slave"));
        } catch (NoSuchFileException e) {
            return alone(sensor.resolve("temperature"));
        } catch (IOException e) {
            return SensorReadings.DISCONNECTED;
        }
    }

    private static int alone(Path file) {
        try {
            return number(ALONE, file);
        } catch (IOException e) {
            return SensorReadings.DISCONNECTED;
        }
    }

    private static int number(Pattern pattern, Path file) throws IOException {
        Matcher text = pattern.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        return text.matches() ? Integer.parseInt(text.group(1)) : SensorReadings.DISCONNECTED;
    }

    /** The file {@code id} holds the whole address; without it the folder's name lacks only what can be computed. */
    private static SensorAddress address(Path sensor, String name) {
        try {
            byte[] id = bytes(sensor.resolve("id"));
            if (id.length == SensorAddress.BYTES
                    && SensorAddress.of(id).folder().equals(name)) {
                return SensorAddress.of(id);
            }
        } catch (IOException e) {
            Logger.debug("1-Wire sensor {} has no id: {}", name, e.getMessage());
        }
        return SensorAddress.ofFolder(name);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        }
    }
}
