package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BusArgumentsTest {

    private static List<String> words(String signature, String json) throws JsonProcessingException {
        return BusArguments.of(signature, new ObjectMapper().readTree(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s | \"a b\" | a b",
                "b | true | true",
                "au | [1,2] | 2,1,2",
                "as | [] | 0",
                "(su) | [\"x\",3] | x,3",
                "a(ayu) | [[[1,2],3]] | 1,2,1,2,3",
                "aau | [[1],[2,3]] | 2,1,1,2,2,3",
                "v | {\"type\":\"ay\",\"data\":[7]} | ay,1,7",
                "aa{sv} | [{\"a\":{\"type\":\"s\",\"data\":\"x\"}}] | 1,1,a,s,x"
            })
    void aValueBecomesTheWordsThatBusctlTakes(String signature, String json, String words)
            throws JsonProcessingException {
        assertEquals(List.of(words.split(",", -1)), words(signature, json));
    }

    @Test
    void wholeSettingsOfAConnectionAreWritten() throws JsonProcessingException {
        assertEquals(
                List.of(
                        "2",
                        "connection",
                        "2",
                        "id",
                        "s",
                        "-x",
                        "autoconnect",
                        "b",
                        "true",
                        "ipv4",
                        "1",
                        "address-data",
                        "aa{sv}",
                        "1",
                        "2",
                        "address",
                        "s",
                        "10.0.0.2",
                        "prefix",
                        "u",
                        "24"),
                words("a{sa{sv}}", """
                        {"connection":{"id":{"type":"s","data":"-x"},"autoconnect":{"type":"b","data":true}},
                         "ipv4":{"address-data":{"type":"aa{sv}","data":[
                           {"address":{"type":"s","data":"10.0.0.2"},"prefix":{"type":"u","data":24}}]}}}"""));
    }

    @Test
    void moreThanOneTypeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> words("ss", "\"a\""));
    }
}
