package org.otgwpi.otgw.sensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder like the kernel's /sys/bus/w1/devices, of real files. */
final class FakeBus {

    private final Path folder;

    FakeBus(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Puts a sensor on the bus. */
    SensorAddress sensor(String address) throws IOException {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) Integer.parseInt(address.substring(2 * i, 2 * i + 2), 16);
        }
        SensorAddress rom = SensorAddress.of(bytes);
        Files.createDirectories(folder.resolve(rom.folder()));
        Files.write(file(rom, "id"), bytes);
        return rom;
    }

    void reads(SensorAddress sensor, int milliCelsius) throws IOException {
        Files.writeString(
                file(sensor, "w1_slave"),
                "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=" + milliCelsius + "\n");
    }

    void readsDamaged(SensorAddress sensor) throws IOException {
        Files.writeString(
                file(sensor, "w1_slave"),
                "72 01 4b 46 7f ff 0e 10 57 : crc=58 NO\n72 01 4b 46 7f ff 0e 10 57 t=23125\n");
    }

    /** A file that keeps whoever opens it until somebody writes. */
    void hangs(SensorAddress sensor) throws IOException, InterruptedException {
        Path file = file(sensor, "w1_slave");
        Files.deleteIfExists(file);
        if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo failed");
        }
    }

    /** Lets go whoever hangs, with this temperature. */
    void answers(SensorAddress sensor, int milliCelsius) throws IOException {
        Files.writeString(file(sensor, "w1_slave"), "57 : crc=57 YES\n57 t=" + milliCelsius + "\n");
    }

    Path file(SensorAddress sensor, String name) {
        return folder.resolve(sensor.folder()).resolve(name);
    }
}
