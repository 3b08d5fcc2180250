package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PicLineTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "CH: BV,CH,BV",
                "ZZ: NG,ZZ,NG",
                "GW: 1,GW,1",
                "GW: P,GW,P",
                "PR: M=G,PR,M=G",
                "VS: -,VS,-",
                "OT: 10.00,OT,10.00",
                "SC: 14:30/3,SC,14:30/3",
                "SR: 21:1/13,SR,21:1/13",
                "PR: B=16:02 11-10-2024,PR,B=16:02 11-10-2024",
                "PR: P=Low power,PR,P=Low power",
                "C2: 45.00,C2,45.00",
                "TT:21.50,TT,21.50",
                "\"TT:  x\",TT,\" x\"",
                "TT:,TT,\"\"",
                "\"TT: \",TT,\"\"",
                ":::,::,\"\"",
                "PR: A=OpenTherm Gateway 6.6,PR,A=OpenTherm Gateway 6.6"
            })
    void aColonInThirdPlaceMakesAnAnswer(String line, String code, String value) {
        assertEquals(new PicLine.Answer(line, code, value), PicLine.parse(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "::", "T", "TT", "TT=21.50", "45.00", "summary", "se", "SE ", "Error", "Error 4"})
    void otherLinesAreUnknown(String line) {
        assertEquals(new PicLine.Unknown(line), PicLine.parse(line));
    }

    @ParameterizedTest
    @EnumSource
    void anErrorIsToldBareAndBehindThePrefix(ErrorCode code) {
        assertEquals(new PicLine.Refusal(code.name(), code), PicLine.parse(code.name()));
        PicLine.Answer answer = assertInstanceOf(PicLine.Answer.class, PicLine.parse("TT: " + code.name()));
        assertEquals(code, answer.error());
    }

    @Test
    void anAnswerWithAValueHoldsNoError() {
        assertNull(new PicLine.Answer("TT: 21.50", "TT", "21.50").error());
    }

    @ParameterizedTest
    @CsvSource({"Error 01,1", "Error 02,2", "Error 03,3", "Error 04,4", "Error 1F,31", "T8000Error 03,3"})
    void damagedFramesAreNumberedInHex(String line, int number) {
        assertEquals(new PicLine.LineError(line, number), PicLine.parse(line));
    }

    @Test
    void statesOfTheLineAndThePowerAreTold() {
        assertEquals(new PicLine.ThermostatLine("Thermostat connected", true), PicLine.parse("Thermostat connected"));
        assertEquals(
                new PicLine.ThermostatLine("Thermostat disconnected", false), PicLine.parse("Thermostat disconnected"));
        for (String power : new String[] {"Low power", "Medium power", "High power"}) {
            assertEquals(new PicLine.Power(power), PicLine.parse(power));
        }
        assertEquals(new PicLine.WatchdogReset("WDT reset!"), PicLine.parse("WDT reset!"));
        assertEquals(new PicLine.Unknown("Low power!"), PicLine.parse("Low power!"));
    }

    @Test
    void theDebugPointerIsReadInHex() {
        assertEquals(new PicLine.DebugPointer("07D=3F", 0x7D, 0x3F), PicLine.parse("07D=3F"));
        assertEquals(new PicLine.Unknown("07d=3F"), PicLine.parse("07d=3F"));
        assertEquals(new PicLine.Unknown("07D=3F0"), PicLine.parse("07D=3F0"));
    }

    @ParameterizedTest
    @CsvSource({
        "OpenTherm Gateway 6.6,GATEWAY,6.6,pic16f1847",
        "OpenTherm Gateway 6,GATEWAY,6,pic16f1847",
        "OpenTherm Gateway 10.1,GATEWAY,10.1,pic16f1847",
        "OpenTherm Gateway 5.8,GATEWAY,5.8,pic16f88",
        "OpenTherm Gateway 4.3,GATEWAY,4.3,pic16f88",
        "OpenTherm Gateway 4.0a6 x,GATEWAY,4.0a6,pic16f88",
        "OpenTherm Gateway beta,GATEWAY,beta,unknown",
        "'OpenTherm Gateway ',GATEWAY,'',unknown",
        "Opentherm gateway diagnostics - Version 1.2,DIAGNOSE,1.2,pic16f88",
        "Opentherm gateway diagnostics - Version 2.1,DIAGNOSE,2.1,pic16f1847",
        "OpenTherm Interface 1.2,INTERFACE,1.2,pic16f88",
        "OpenTherm Interface 2.0,INTERFACE,2.0,pic16f1847",
        "xxOpenTherm Gateway 6.6,GATEWAY,6.6,pic16f1847"
    })
    void aBannerNamesFirmwareVersionAndSoTheChip(String line, Firmware firmware, String version, String model) {
        PicLine.Banner banner = assertInstanceOf(PicLine.Banner.class, PicLine.parse(line));
        assertEquals(new PicLine.Banner(line, firmware, version), banner);
        assertEquals(model, banner.firmwareVersion().model().id());
        assertEquals(firmware.name().toLowerCase(Locale.ROOT), firmware.type());
    }

    @Test
    void aVersionIsCutAt31Characters() {
        String version = "1".repeat(40);
        assertEquals(
                new FirmwareVersion(Firmware.GATEWAY, version.substring(9)),
                FirmwareVersion.in("OpenTherm Gateway " + version));
        assertNull(FirmwareVersion.in("OpenTherm gateway 6.6"));
        assertEquals(PicModel.UNKNOWN, new FirmwareVersion(Firmware.UNKNOWN, "6.6").model());
    }

    @Test
    void theReportOfTheVersionNamesTheFirmware() {
        PicLine.Answer answer = assertInstanceOf(PicLine.Answer.class, PicLine.parse("PR: A=OpenTherm Gateway 5.8"));
        FirmwareVersion expected = new FirmwareVersion(Firmware.GATEWAY, "5.8");
        assertEquals(expected, answer.firmware());
        assertEquals(PicModel.PIC16F88, expected.model());
        PicLine.Answer mode = assertInstanceOf(PicLine.Answer.class, PicLine.parse("PR: M=G"));
        assertEquals("G", mode.report('M'));
        assertNull(mode.report('G'));
        assertNull(mode.firmware());
        assertNull(
                assertInstanceOf(PicLine.Answer.class, PicLine.parse("PR: NG")).report('M'));
        assertNull(
                assertInstanceOf(PicLine.Answer.class, PicLine.parse("PX: M=G")).report('M'));
    }
}
