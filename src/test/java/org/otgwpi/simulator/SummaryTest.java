package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** The summary after PS=1 (otgw-core 1.7). */
final class SummaryTest {

    private static final String REFERENCE =
            "00000010/00001100,10.00,00000011/00000011,15.00,5.00,100.00,33/17,20.50,3.50,2.10,2.36,16.50,20.42,43.50,"
                    + "40.20,-3.30,39.50,24.19,-28,60/40,75/20,60.00,50.00,00000011/01000110,25,13,52072,54920,51856,"
                    + "5480,3688,5624,58496,136";

    @Test
    void aFreshChipReportsThirtyFourZeros() {
        ChipBench bench = ChipBench.running();
        String[] lines = bench.bytes("PS=1\r\n").split("\r\n", -1);
        assertEquals("PS: 1", lines[0]);
        assertEquals(34, lines[1].split(",", -1).length);
        assertTrue(lines[1].startsWith("00000000/00000000,0.00,00000000/00000000,0.00,0.00,0.00,0/0,0.00"));
    }

    @Test
    void theSummaryReportsWhatThermostatAndBoilerSaid() {
        ChipBench bench = ChipBench.running();
        bench.conversation("T80000200", "B4000020C");
        String[][] writes = {
            {"10010A00", "D0010A00"}, {"10070F00", "50070F00"}, {"10080500", "50080500"}, {"900E6400", "500E6400"},
            {"10101480", "50101480"}, {"10171080", "50171080"}, {"1018146B", "5018146B"}, {"10470019", "50470019"},
        };
        for (String[] write : writes) {
            bench.conversation("T" + write[0], "B" + write[1]);
        }
        String[] reads = {
            "C0060303", "C00F2111", "40110380", "C012021A", "C013025C", "C0192B80", "401A2833", "401BFCB4", "C01C2780",
            "C01F1831", "C021FFE4", "C0303C28", "40314B14", "40383C00", "40393200", "40460346", "404D000D", "C074CB68",
            "C075D688", "4076CA90", "C0771568", "C0780E68", "407915F8", "C07AE480", "C07B0088",
        };
        for (String read : reads) {
            Message answer = new Message(ChipBench.bits("B" + read));
            bench.thermostat(Message.read(answer.dataId(), 0).line('T'));
            bench.boiler("B" + read);
        }
        assertEquals("PS: 1\r\n" + REFERENCE + "\r\n", bench.bytes("PS=1\r"));
    }

    @Test
    void framesAreHiddenUntilTheyAreAskedForAgain() {
        ChipBench bench = ChipBench.running();
        bench.command("PS=1");
        assertEquals(" ", bench.conversation("T80190000", "BC0192B80"));
        assertEquals("PR: M=G", bench.command("PR=M"));
        bench.chip.thermostatLine(false, bench.nowNanos());
        assertEquals("Thermostat disconnected", bench.lines());
        bench.chip.thermostatLine(true, bench.nowNanos());
        assertEquals("Thermostat connected", bench.lines());
        assertEquals("PS: 0", bench.command("PS=0"));
        assertEquals("T80190000 BC0192B80", bench.conversation("T80190000", "BC0192B80"));
    }

    @Test
    void oneSummaryComesForEachCommand() {
        ChipBench bench = ChipBench.running();
        assertEquals(bench.bytes("PS=1\r"), bench.bytes("PS=1\r"));
        assertEquals(
                2,
                Collections.list(new java.util.StringTokenizer(bench.bytes("PS=1\r"), "\r\n"))
                        .size());
    }
}
