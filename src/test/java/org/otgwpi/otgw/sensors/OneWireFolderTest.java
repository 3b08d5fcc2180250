package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OneWireFolderTest {

    @TempDir
    Path folder;

    private FakeBus bus;
    private OneWireFolder oneWire;

    @BeforeEach
    void open() {
        bus = new FakeBus(folder);
        oneWire = new OneWireFolder(folder);
    }

    private List<String> found() {
        return oneWire.search().stream().map(SensorAddress::text).toList();
    }

    @Test
    void aSearchFindsSensorsInTheOrderOfTheBusAndNothingElse() throws IOException {
        Files.createDirectories(folder.resolve("w1_bus_master1"));
        bus.sensor("28AABBCCDDEEFF0C");
        bus.sensor("28FF641E8216C3A1");
        assertEquals(List.of("28AABBCCDDEEFF0C", "28FF641E8216C3A1"), found());
    }

    @Test
    void aSensorWithoutAnIdHasTheAddressOfItsFolder() throws IOException {
        Files.delete(bus.file(bus.sensor("28AABBCCDDEEFF0C"), "id"));
        assertEquals(List.of("28AABBCCDDEEFF0C"), found());
    }

    @Test
    void withoutABusThereAreNoSensors() {
        assertEquals(
                List.of(),
                new OneWireFolder(folder.resolve("missing")).search().stream().toList());
    }

    @Test
    void aTemperatureIsReadWithItsCrc() throws IOException {
        SensorAddress sensor = bus.sensor("28FF641E8216C3A1");
        for (int milliCelsius : new int[] {21437, 0, -62, -10125, 85000, 125000}) {
            bus.reads(sensor, milliCelsius);
            assertEquals(milliCelsius, oneWire.milliCelsius(sensor));
        }
    }

    @Test
    void aDamagedAnswerCountsAsDisconnected() throws IOException {
        SensorAddress sensor = bus.sensor("28FF641E8216C3A1");
        bus.readsDamaged(sensor);
        assertEquals(-127_000, oneWire.milliCelsius(sensor));
        for (String text : List.of("", "\n", "57 : crc=57 YES\n", "57 : crc=57 YES\n57 t=\n", "YES t=1\n")) {
            Files.writeString(bus.file(sensor, "w1_slave"), text);
            assertEquals(-127_000, oneWire.milliCelsius(sensor), text);
        }
    }

    @Test
    void withoutW1SlaveTheTemperatureFileCounts() throws IOException {
        SensorAddress sensor = bus.sensor("28FF641E8216C3A1");
        Files.writeString(bus.file(sensor, "temperature"), "-3062\n");
        assertEquals(-3062, oneWire.milliCelsius(sensor));
        Files.writeString(bus.file(sensor, "temperature"), "");
        assertEquals(-127_000, oneWire.milliCelsius(sensor));
    }

    @Test
    void aSensorThatIsGoneOrCannotBeReadIsDisconnected() throws IOException {
        SensorAddress sensor = bus.sensor("28FF641E8216C3A1");
        assertEquals(-127_000, oneWire.milliCelsius(sensor));
        Files.createDirectories(bus.file(sensor, "w1_slave"));
        assertEquals(-127_000, oneWire.milliCelsius(sensor));
    }
}
