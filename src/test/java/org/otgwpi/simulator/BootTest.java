package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the chip starts (otgw-core 1.10). */
final class BootTest {

    private static final String BANNER = "OpenTherm Gateway 6.6\r\n";

    @Test
    void undisturbedItSendsEtxAfter65MillisAndTheBannerAfter1130() {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(65.4);
        assertEquals("", bench.output());
        bench.passMillis(0.2);
        assertEquals("\u0004", bench.output());
        bench.passMillis(1_129 - 65.6);
        assertEquals("", bench.output());
        bench.passMillis(3);
        assertEquals(BANNER, bench.output());
        assertEquals("PR: Q=P", bench.command("PR=Q"));
    }

    @Test
    void aByteBeforeTheEtxStartsTheFirmwareAtOnceAfterA01() {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(30);
        assertEquals("\u0001", bench.bytes("\n"));
        bench.passMillis(19);
        assertEquals("", bench.output());
        bench.passMillis(2);
        assertEquals(BANNER, bench.output());
    }

    @Test
    void aByteAfterTheEtxStartsTheFirmwareAtOnce() {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(100);
        assertEquals("\u0004", bench.output());
        assertEquals("", bench.bytes("P"));
        bench.passMillis(21);
        assertEquals(BANNER, bench.output());
    }

    @Test
    void whatComesWhileTheFirmwareStartsIsLost() {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(100);
        bench.output();
        bench.bytes("PR=A\r");
        bench.passMillis(30);
        assertEquals(BANNER, bench.output());
        assertEquals("PR: M=G", bench.command("PR=M"));
    }

    @Test
    void stxEntersTheLoaderThatAnswersOnlyItsPackets() {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(100);
        bench.output();
        bench.bytes("\u000f\u0000\u0003\u00fd\u0004");
        bench.passMillis(60_000);
        assertEquals("\u000f\u0000\u0003\u0000\u0002\u0000\u001f\u00e9\u001f\u00d4\u0004", bench.output());
        assertEquals("", bench.command("PR=A"));
        bench.chip.resetPin(true, bench.nowNanos());
        bench.chip.resetPin(false, bench.nowNanos());
        bench.passMillis(2_000);
        assertEquals("\u0004" + BANNER, bench.output());
    }

    @Test
    void aResetByCommandGluesTwoLettersToTheLineOfTheBanner() {
        ChipBench bench = ChipBench.running();
        bench.bytes("GW=R\r");
        bench.passMillis(2_000);
        bench.output();
        assertEquals("GW", bench.bytes("GW=R\r"));
        bench.passMillis(2_000);
        assertEquals("\u0004" + BANNER, bench.output());
        assertEquals("PR: Q=C", bench.command("PR=Q"));
    }

    @Test
    void aLineFeedBehindTheResetSpoilsTheEtx() {
        ChipBench bench = ChipBench.running();
        assertEquals("GW\u0001", bench.bytes("GW=R\r\n"));
        bench.passMillis(21);
        assertEquals(BANNER, bench.output());
    }

    @Test
    void aChipHeldInResetSaysNothingAndStopsTheBus() {
        ChipBench bench = ChipBench.running();
        bench.chip.resetPin(true, bench.nowNanos());
        bench.passMillis(10_000);
        assertEquals("", bench.command("PR=A"));
        assertEquals("", bench.thermostat("T80190000"));
        assertEquals(List.of(), bench.atBoiler);
        bench.chip.resetPin(false, bench.nowNanos());
        bench.passMillis(66);
        assertEquals("\u0004", bench.output());
        bench.passMillis(1_100);
        assertEquals(BANNER, bench.output());
        assertEquals("PR: Q=E", bench.command("PR=Q"));
    }

    @Test
    void theLoaderPassesFramesUnseen() {
        ChipBench bench = ChipBench.poweringOn();
        assertEquals("", bench.thermostat("T80190000"));
        assertEquals("", bench.boiler("BC0192B80"));
        assertEquals(List.of("80190000"), bench.atBoiler);
        assertEquals(List.of("C0192B80"), bench.atThermostat);
    }

    @Test
    void aThermostatThatIsAwayAtTheStartIsReportedAfterTheBanner() {
        ChipBench bench = ChipBench.poweringOn();
        bench.chip.thermostatLine(false, bench.nowNanos());
        bench.passMillis(1_200);
        assertEquals("\u0004" + BANNER + "Thermostat disconnected\r\n", bench.output());
    }

    @Test
    void aResetForgetsOverridesAndKeepsSettings() {
        ChipBench bench = ChipBench.running();
        bench.command("TT=20");
        bench.command("SR=21:1");
        bench.command("SB=14");
        bench.bytes("GW=R\r");
        bench.passMillis(2_000);
        bench.output();
        assertEquals("PR: O=N", bench.command("PR=O"));
        assertEquals("CR: NF", bench.command("CR=21"));
        assertEquals("PR: S=14.00", bench.command("PR=S"));
    }

    @Test
    void theWatchdogLeadsToFailSafeModeWithoutTheLoader() {
        ChipBench bench = ChipBench.running();
        bench.chip.watchdogTimeOut(bench.nowNanos());
        bench.passMillis(20);
        assertEquals("WDT reset!\r\n" + BANNER, bench.output());
        assertEquals("", bench.command("PR=A"));
        assertEquals(" ", bench.conversation("T80190000", "BC0192B80"));
        assertEquals(1, bench.atBoiler.size());
    }

    @Test
    void withoutFailSafeTheWatchdogRestartsTheGateway() {
        ChipBench bench = ChipBench.running();
        bench.command("FS=0");
        bench.chip.watchdogTimeOut(bench.nowNanos());
        bench.passMillis(20);
        assertEquals(BANNER, bench.output());
        assertEquals("PR: Q=W", bench.command("PR=Q"));
    }

    @Test
    void theSameQuestionFor64SecondsRestartsTheChip() {
        ChipBench bench = ChipBench.running();
        StringBuilder seen = new StringBuilder();
        for (int second = 0; second < 70; second++) {
            seen.append(bench.conversation("T80190000", "BC0192B80"));
            bench.passMillis(1_000);
            seen.append(bench.output());
        }
        assertTrue(seen.toString().replace(" ", "").contains("\u0004" + BANNER.replace(" ", "")), seen.toString());
        assertEquals("PR: Q=L", bench.command("PR=Q"));
    }

    @Test
    void aSilentBusRestartsNothingUntilABoilerHasAnswered() {
        ChipBench bench = ChipBench.running();
        bench.passMillis(600_000);
        assertEquals("", bench.output());
    }
}
