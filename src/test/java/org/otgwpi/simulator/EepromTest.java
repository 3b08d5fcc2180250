package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chip remembers without power (otgw-core 1.12). */
final class EepromTest {

    private static final Chip CHIP = Chip.PIC16F1847;
    private static final String NAME = "simulated-pic.eeprom";

    @TempDir
    Path folder;

    @Test
    void theFactoryImageIsLaidOutAsTheFirmwareDoes() {
        ChipBench bench = ChipBench.poweringOn();
        int[] start = {0x77, 0x00, 16, 0, 'L', '=', 'F', 'X', 'O', 'M', 'P', 'C', 0, 0, 0, 0, 0, 0, 0, 200, 'A', '='};
        for (int address = 0; address < start.length; address++) {
            assertEquals(start[address], bench.eeprom(address), "address " + address);
        }
        assertEquals('E', bench.eeprom(0xB9));
        assertEquals(0, bench.eeprom(0xBA));
        assertEquals(116, bench.eeprom(0xE0));
        assertEquals(123, bench.eeprom(0xE7));
        assertEquals(0, bench.eeprom(0xE8));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "VR=9, 0x00, 0x7F", "IT=0, 0x00, 0x57", "OH=0, 0x00, 0x37", "GA=5, 0x01, 0x05", "GB=7, 0x01, 0x70",
        "GA=7, 0x01, 0x07", "SB=15.5, 0x03, 0x80", "LB=R, 0x07, 0x52", "FT=C, 0x0D, 0x30", "FT=I, 0x0D, 0x50",
        "FT=S, 0x0D, 0x10", "GW=0, 0x0E, 0x01", "TS=R, 0x0E, 0x04", "SM=1, 0x0E, 0x08", "HW=1, 0x0E, 0x30",
        "HW=0, 0x0E, 0x10", "FS=0, 0x0E, 0x40", "SW=55, 0x0F, 0x37", "SH=60.5, 0x12, 0x80", "MI=500, 0x13, 0x64",
        "UI=27, 0xD3, 0x08", "AA=42, 0xE8, 0x2A", "DA=117, 0xE1, 0x00"
    })
    void aSettingStandsAtItsAddress(String command, String address, String value) {
        ChipBench bench = ChipBench.running();
        bench.command(command);
        assertEquals(Integer.decode(value), bench.eeprom(Integer.decode(address)));
    }

    @Test
    void settingsOutlastThePower() {
        ChipBench bench = ChipBench.running();
        for (String command :
                new String[] {"GW=0", "SB=15.5", "LA=R", "GB=3", "MI=500", "VR=7", "HW=0", "UI=98", "CS=40"}) {
            bench.command(command);
        }
        bench.powerCycle();
        assertEquals("PR: M=M", bench.command("PR=M"));
        assertEquals("PR: S=15.50", bench.command("PR=S"));
        assertEquals("PR: L=RXOMPC", bench.command("PR=L"));
        assertEquals("PR: G=03", bench.command("PR=G"));
        assertEquals("PR: N=500", bench.command("PR=N"));
        assertEquals("PR: V=7", bench.command("PR=V"));
        assertEquals("PR: W=0", bench.command("PR=W"));
    }

    @Test
    void onlyAChangeIsWritten() {
        ChipBench bench = ChipBench.running();
        bench.command("SB=15");
        bench.command("SB=15");
        bench.command("TT=20");
        assertEquals(1, bench.saves());
    }

    @Test
    void theFileKeepsTheBytesAndNothingIsLeftBeside() throws IOException {
        Path data = folder.resolve("data");
        MemoryFile file = MemoryFile.eeprom(data, CHIP);
        assertNull(file.load());
        Eeprom eeprom = new Eeprom(CHIP, file);
        eeprom.set(Eeprom.MESSAGE_INTERVAL, 100);
        eeprom.flush();
        assertEquals(100, new Eeprom(CHIP, MemoryFile.eeprom(data, CHIP)).get(Eeprom.MESSAGE_INTERVAL));
        try (var files = Files.list(data)) {
            assertArrayEquals(
                    new Object[] {NAME},
                    files.map(path -> path.getFileName().toString()).toArray());
        }
    }

    @Test
    void aDamagedFileMeansFactorySettings() throws IOException {
        Files.write(folder.resolve(NAME), "short".getBytes(StandardCharsets.US_ASCII));
        assertEquals(200, new Eeprom(CHIP, MemoryFile.eeprom(folder, CHIP)).get(Eeprom.MESSAGE_INTERVAL));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoHindrance() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file-in-the-way"));
        Eeprom eeprom = new Eeprom(CHIP, MemoryFile.eeprom(blocked, CHIP));
        for (int value = 0; value < 3; value++) {
            eeprom.set(Eeprom.MESSAGE_INTERVAL, value);
            eeprom.flush();
        }
        assertEquals(2, eeprom.get(Eeprom.MESSAGE_INTERVAL));
    }
}
