package org.otgwpi.otgw.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.pic.CommandTable;

final class SetTopicsTest {

    private final SetTopics topics = new SetTopics(CommandTable.load());

    private SetTopics.Reading read(String topic, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        return topics.read(topic, bytes, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "setpoint|20.5|TT=20.5",
                "constant|19|TC=19",
                "outside|-3.5|OT=-3.5",
                "hotwater|1|HW=1",
                "gatewaymode|0|GW=0",
                "setback|15|SB=15",
                "maxchsetpt|80|SH=80",
                "maxdhwsetpt|60|SW=60",
                "maxmodulation|50|MM=50",
                "ctrlsetpt|55|CS=55",
                "ctrlsetpt2|45|C2=45",
                "chenable|1|CH=1",
                "chenable2|0|H2=0",
                "ventsetpt|30|VS=30",
                "temperaturesensor|O|TS=O",
                "addalternative|116|AA=116",
                "delalternative|116|DA=116",
                "unknownid|18|UI=18",
                "knownid|18|KI=18",
                "priomsg|18|PM=18",
                "setresponse|18:1,205|SR=18:1,205",
                "clearrespons|18|CR=18",
                "resetcounter|HBS|RS=HBS",
                "ignoretransitations|1|IT=1",
                "overridehb|0|OH=0",
                "forcethermostat|C|FT=C",
                "voltageref|5|VR=5",
                "debugptr|07D|DP=07D",
                "command|GW=R|GW=R",
                "SetPoint/more|20.5|TT=20.5"
            })
    void eachSetTopicStandsForItsCommand(String topic, String payload, String command) {
        SetTopics.Reading reading = read(topic, payload);
        assertNull(reading.refusal());
        assertEquals(command, reading.command());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "setpoint|''",
                "setpoint|NaN",
                "setpoint|20°",
                "setpoint|12345678.901",
                "command|TT",
                "command|''",
                "command|SR=18:100,200,3",
                "hotwater|on",
                "setpont|20",
                "''|20"
            })
    void whatCannotBeACommandIsRefused(String topic, String payload) {
        SetTopics.Reading reading = read(topic, payload);
        assertNull(reading.command());
        assertNotNull(reading.refusal());
    }

    @Test
    void aCommandThatTheTableDoesNotKnowMayBeSent() {
        assertEquals("ZZ=1", read("command", "ZZ=1").command());
    }

    @Test
    void rubbishIsEitherPrintableOrRefused() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(BrokerLink.MOST_PAYLOAD_BYTES)];
            random.nextBytes(payload);
            SetTopics.Reading reading = topics.read(i % 2 == 0 ? "command" : "outside", payload, payload.length);
            String said = reading.command() == null ? reading.refusal() : reading.command();
            assertNotNull(said);
            assertEquals(said.replaceAll("[^ -~]", "?"), said);
        }
    }
}
