package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.DataId;

/** The guide's table of topics is that of the data ids; {@code -Dguide.write=true} writes it anew. */
final class MqttGuideTest {

    private static final Path GUIDE = Path.of("src/site/markdown/mqtt.md");
    private static final String MARK = "<!-- made from the table of data ids -->\n";

    @Test
    void theGuideListsTheTopicsOfTheTable() throws IOException {
        String guide = Files.readString(GUIDE);
        String text = guide.substring(0, guide.indexOf(MARK) + MARK.length());
        if (Boolean.getBoolean("guide.write")) {
            Files.writeString(GUIDE, text + table());
        }
        assertEquals(text + table(), Files.readString(GUIDE));
    }

    private static String table() {
        Catalogue catalogue = Catalogue.load();
        String rows = IntStream.range(0, 256)
                .mapToObj(catalogue::get)
                .filter(DataId::defined)
                .map(id -> "| %d | %s | %s | %s |%n"
                        .formatted(
                                id.id(),
                                id.name(),
                                id.decoder().topics().stream()
                                        .map(topic -> "`" + topic + "`")
                                        .collect(Collectors.joining(", ")),
                                id.unit()))
                .collect(Collectors.joining());
        return "| data id | what it is | topics | unit |\n|---|---|---|---|\n" + rows;
    }
}
