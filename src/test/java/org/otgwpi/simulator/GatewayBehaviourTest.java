package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway does with frames between thermostat and boiler (otgw-core 1.11 and 11). */
final class GatewayBehaviourTest {

    private final ChipBench bench = ChipBench.running();

    @Test
    void framesThatNothingChangesPassThrough() {
        assertEquals("T80190000 BC0192B80", bench.conversation("T80190000", "BC0192B80"));
        assertEquals(List.of("80190000"), bench.atBoiler);
        assertEquals(List.of("C0192B80"), bench.atThermostat);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CS=49.72,    T10010A00 BD00131B9, T10010A00 R100131B9 BD00131B9 AD0010A00",
        "CS=49.72,    T80000200 B4000020C, T80000200 R00000300 B4000020C A4000020C",
        "OT=-1.4,     T001B0000 BF01B0000, T001B0000 R101BFE9A BF01B0000 A401BFE9A",
        "OT=5.5,      T001B0000 BF01B0000, T001B0000 R101B0580 BF01B0000 A401B0580",
        "MM=50,       T100E0000 B500E3200, T100E0000 R900E3200 B500E3200 AD00E0000",
        "TT=16.1,     T80090000 BF0090000, T80090000 BF0090000 AC009101A",
        "TT=16.1,     T00640000 BF0640000, T00640000 BF0640000 A40640303",
        "TC=16.1,     T00640000 BF0640000, T00640000 BF0640000 A40640101",
        "SC=21:50/3,  T80140000 BF0140000, T80140000 BF0140000 AC0147532",
        "SC=21:50/3,  T10140000 BF0140000, T10140000 BF0140000 A50147532",
        "'SR=21:1,13', T80150000 BF0150000, T80150000 BF0150000 A4015010D",
        "'SR=22:7,229', T00160000 BF0160000, T00160000 BF0160000 A401607E5",
        "PR=A,        T807D0000 BF07D0000, T807D0000 BF07D0000 AC07D0300",
        "PR=A,        T807D0000 BC07D0233, T807D0000 BC07D0233 AC07D0300",
        "PR=A,        T807D0000 B407D0400, T807D0000 B407D0400",
        "SM=1,        T80000200 B4000020C, T80000200 R00002200 B4000020C A4000020C",
        "BW=1,        T80000200 B4000020C, T80000200 R00004200 B4000020C A4000020C",
        "HW=0,        T80000200 B4000020C, T80000200 R00000000 B4000020C A4000020C",
        "HW=P,        T00000100 B40000104, T00000100 R00000300 B40000104 AC0000104",
        "BS=19.5,     T10101480 B50101380, T10101480 R10101380 B50101380 A50101480",
        "PR=A,        T10101480 BF0101480, T10101480 BF0101480 A50101480",
        "PR=A,        T80140000 BF0140000, T80140000 BF0140000 A60140000",
        "PR=A,        T90020004 B50020103, T90020004 B50020103 AD0020104",
        "PR=A,        T00060000 BC0060000, T00060000 BC0060000 AC0060300",
        "PR=A,        T80090000 BF0090000, T80090000 BF0090000 AC0090000",
        "PR=A,        T80090000 BC0091400, T80090000 BC0091400",
        "CL=40,       T90070000 B50072800, T90070000 R10072800 B50072800 AD0070000",
        "VS=25,       T90470000 BD0470019, T90470000 R10470019 BD0470019 A50470000",
        "SW=55,       T10383C00 B50383700, T10383C00 R90383700 B50383700 A50383700",
        "SW=55,       T80380000 B70380000, T80380000 B70380000 AC0383700",
    })
    void anOverrideShowsItself(String command, String frames, String lines) {
        bench.command(command);
        String[] pair = frames.split(" ", 2);
        assertEquals(lines, bench.conversation(pair[0], pair[1]));
    }

    @Test
    void aControlSetpointThatTheBoilerRefusesIsDropped() {
        bench.command("CS=50");
        bench.conversation("T10010A00", "B60013200");
        assertEquals("T10010A00 BD0010A00", bench.conversation("T10010A00", "BD0010A00"));
    }

    @Test
    void anOverrideIsAcceptedWhenTheThermostatFollows() {
        assertEquals("TT: 21.50", bench.command("TT=21.5"));
        bench.conversation("T80090000", "BF0090000");
        assertEquals("PR: O=t21.50", bench.command("PR=O"));
        bench.conversation("T90101580", "B50101580");
        assertEquals("PR: O=T21.50", bench.command("PR=O"));
        bench.conversation("T10101400", "BD0101400");
        assertEquals("PR: O=N", bench.command("PR=O"));
    }

    @Test
    void aNearValueIsAcceptanceToo() {
        bench.command("TC=21.5");
        bench.conversation("T80090000", "BF0090000");
        bench.conversation("T101015A0", "B501015A0");
        assertEquals("PR: O=C21.50", bench.command("PR=O"));
    }

    @Test
    void theFourthDeviatingValueDropsAnOverrideThatWasNotAccepted() {
        bench.command("TT=21.5");
        for (int i = 0; i < 6; i++) {
            bench.conversation("T10101400", "BD0101400");
        }
        assertEquals("PR: O=t21.50", bench.command("PR=O"));
        bench.conversation("T80090000", "BF0090000");
        for (int i = 0; i < 3; i++) {
            bench.conversation("T10101400", "BD0101400");
        }
        assertEquals("PR: O=t21.50", bench.command("PR=O"));
        bench.conversation("T10101400", "BD0101400");
        assertEquals("PR: O=N", bench.command("PR=O"));
    }

    @Test
    void anOverrideThatIsTakenBackIsToldToTheThermostatOnce() {
        bench.command("TT=21.5");
        bench.conversation("T80090000", "BC0091400");
        bench.command("TT=0");
        assertEquals("T80090000 BC0091400 AC0090000", bench.conversation("T80090000", "BC0091400"));
        assertEquals("PR: O=N", bench.command("PR=O"));
        assertEquals("T80090000 BC0091400", bench.conversation("T80090000", "BC0091400"));
    }

    @Test
    void flagsStandInTheLowByteOnlyIfTheUserWantsIt() {
        bench.command("OH=0");
        bench.command("TT=20");
        assertEquals("T00640000 BF0640000 A40640003", bench.conversation("T00640000", "BF0640000"));
    }

    @Test
    void inMonitorModeOnlyThermostatAndBoilerSpeak() {
        bench.command("CS=50");
        assertEquals("GW: 0", bench.command("GW=0"));
        assertEquals("T10010A00 BD0010A00", bench.conversation("T10010A00", "BD0010A00"));
        assertEquals("GW: 1", bench.command("GW=1"));
        assertTrue(bench.conversation("T10010A00", "BD0013200").contains("R90013200"));
    }

    @Test
    void aSwitchOfModeWaitsForTheEndOfTheConversation() {
        bench.thermostat("T10010A00");
        assertEquals("GW: P", bench.command("GW=0"));
        assertEquals("PR: M=G", bench.command("PR=M"));
        bench.boiler("BD0010A00");
        assertEquals("PR: M=M", bench.command("PR=M"));
        bench.thermostat("T10010A00");
        assertEquals("GW: P", bench.command("GW=1"));
        bench.passMillis(1_100);
        assertEquals("PR: M=G", bench.command("PR=M"));
    }

    @Test
    void threeUnknownAnswersBlacklistAnId() {
        assertFalse(blacklisted("T001A0000", "BF01A0000"));
        assertFalse(blacklisted("T001A0000", "BF01A0000"));
        assertFalse(blacklisted("T001A0000", "BF01A0000"));
        assertTrue(blacklisted("T001A0000", "BC0060303"));
        assertEquals(1 << 2, bench.eeprom(Eeprom.UNKNOWN_FLAGS + 3));
    }

    @Test
    void anotherAnswerInBetweenStartsTheCountAgain() {
        blacklisted("T001A0000", "BF01A0000");
        blacklisted("T001A0000", "BF01A0000");
        blacklisted("T001A0000", "B601A0000");
        blacklisted("T001A0000", "BF01A0000");
        blacklisted("T001A0000", "BF01A0000");
        assertFalse(blacklisted("T001A0000", "BF01A0000"));
        assertTrue(blacklisted("T001A0000", "BF01A0000"));
    }

    @Test
    void someIdsAreNeverBlacklisted() {
        for (int id : new int[] {0, 1, 3, 14, 17, 25}) {
            for (int i = 0; i < 5; i++) {
                assertFalse(blacklisted(
                        Message.read(id, 0).line('T'),
                        Message.of(org.otgwpi.opentherm.MessageType.UNKNOWN_DATA_ID, id, 0)
                                .line('B')));
            }
        }
    }

    private boolean blacklisted(String request, String response) {
        return bench.conversation(request, response).contains(" R");
    }

    @Test
    void theTurnOfABlacklistedIdGoesToInitialMessagesAndThenToTheAlternatives() {
        bench.command("OT=5.5");
        bench.command("UI=27");
        String[] substitutes = {
            "R00060000 BC0060303", "R00300000 BC0303C28", "R80310000 B40314B14", "R00630000 BF0630000",
            "R00740000 BC074CB68", "R80750000 BC075D688", "R80760000 B4076CA90", "R00770000 BC0771568",
        };
        for (String substitute : substitutes) {
            assertEquals(
                    "T001B0000 " + substitute + " A401B0580",
                    bench.conversation("T001B0000", substitute.substring(substitute.indexOf('B'))));
        }
    }

    @Test
    void aBlacklistedQuestionIsAnsweredAsUnknown() {
        bench.command("UI=98");
        assertEquals("T10620000 R00060000 BC0060303 A70620000", bench.conversation("T10620000", "BC0060303"));
        assertEquals("70620000", bench.atThermostat.getLast());
    }

    @Test
    void aBlacklistedRoomSetpointIsAcknowledgedAllTheSame() {
        bench.command("UI=16");
        assertEquals("T10101700 R00060000 BC0060303 AD0101700", bench.conversation("T10101700", "BC0060303"));
    }

    @Test
    void aSubstituteThatGotNoAnswerIsAskedAgain() {
        bench.command("UI=98");
        assertEquals("T10620000 R00060000", bench.thermostat("T10620000"));
        assertEquals("T10620000 R00060000", bench.thermostat("T10620000"));
    }

    @Test
    void anAlternativeThatTheBoilerDoesNotKnowIsDroppedAtTheFourthTime() {
        for (int id = 116; id <= 123; id++) {
            bench.command("DA=" + id);
        }
        bench.command("AA=101");
        bench.command("UI=98");
        for (String answer : new String[] {"BC0060303", "BC0303C28", "B40314B14", "BC0630000"}) {
            bench.conversation("T10620000", answer);
        }
        for (int i = 0; i < 4; i++) {
            assertEquals("T10620000 R00650000 B70650000 A70620000", bench.conversation("T10620000", "B70650000"));
        }
        assertEquals("T10620000", bench.thermostat("T10620000"));
        assertEquals("DA: NF", bench.command("DA=101"));
    }

    @Test
    void questionsOfTheUserComeBeforeTheAlternatives() {
        bench.command("UI=98");
        for (String answer : new String[] {"BC0060303", "BC0303C28", "B40314B14", "BC0630000"}) {
            bench.conversation("T10620000", answer);
        }
        bench.command("RS=HBS");
        bench.command("PM=10");
        bench.command("RR=10");
        assertEquals("T10620000 R10040A00", bench.thermostat("T10620000"));
        bench.boiler("B50040AFF");
        assertEquals("T10620000 R000A0000", bench.thermostat("T10620000"));
        bench.boiler("BC00A0300");
        assertEquals("T10620000 R90740000", bench.thermostat("T10620000"));
        bench.boiler("BD0740000");
        assertEquals("T10620000 R00740000", bench.thermostat("T10620000"));
    }

    @Test
    void aTableIsAskedEntryAfterEntry() {
        bench.command("UI=98");
        for (String answer : new String[] {"BC0060303", "BC0303C28", "B40314B14", "BC0630000"}) {
            bench.conversation("T10620000", answer);
        }
        bench.conversation("T000A0000", "BC00A0300");
        bench.command("PM=11");
        for (int index = 0; index < 3; index++) {
            Message request = Message.read(11, index << 8);
            assertEquals("T10620000 " + request.line('R'), bench.thermostat("T10620000"));
            bench.boiler(request.acknowledged(index << 8 | 7).line('B'));
        }
        assertEquals("T10620000 R00740000", bench.thermostat("T10620000"));
    }

    @Test
    void aTransparentParameterIsWritten() {
        bench.command("UI=98");
        for (String answer : new String[] {"BC0060303", "BC0303C28", "B40314B14", "BC0630000"}) {
            bench.conversation("T10620000", answer);
        }
        bench.command("TP=11:3=5");
        assertEquals("T10620000 " + Message.write(11, 0x0305).line('R'), bench.thermostat("T10620000"));
    }

    @Test
    void anAnswerThatNobodyAskedForPasses() {
        assertEquals("BC0192B80", bench.boiler("BC0192B80"));
        assertEquals(List.of("C0192B80"), bench.atThermostat);
    }

    @Test
    void allLinesOfOneEventLeaveInOneBurst() {
        bench.command("CS=49.72");
        int before = bench.bursts.size();
        bench.thermostat("T10010A00");
        assertEquals(before + 1, bench.bursts.size());
    }
}
