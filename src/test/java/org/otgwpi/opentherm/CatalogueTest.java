package org.otgwpi.opentherm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

    private final Catalogue catalogue = Catalogue.load();

    @Test
    void everyDefinedIdIsAsTheSpecificationSays() {
        List<String> defined = new ArrayList<>();
        for (int id = 0; id < 256; id++) {
            DataId entry = catalogue.get(id);
            if (entry.defined()) {
                defined.add(String.join(
                        ";",
                        Integer.toString(id),
                        entry.direction().text(),
                        entry.type().text(),
                        entry.label(),
                        entry.unit(),
                        entry.decoder().name()));
            }
        }
        assertEquals(GoldenFiles.lines("data-ids-golden.txt"), defined);
    }

    @Test
    void undefinedIdsHaveNoLabelAndTheUnknownDecoder() {
        List<Integer> undefined = new ArrayList<>();
        for (int id = 0; id < 256; id++) {
            DataId entry = catalogue.get(id);
            assertEquals(id, entry.id());
            if (!entry.defined()) {
                undefined.add(id);
                assertEquals("", entry.label() + entry.name() + entry.unit());
                assertEquals("unknown", entry.decoder().name());
                assertEquals(List.of(), entry.decoder().topics());
            }
        }
        List<Integer> expected = new ArrayList<>();
        addRange(expected, 39, 47);
        addRange(expected, 64, 69);
        addRange(expected, 92, 97);
        addRange(expected, 128, 130);
        addRange(expected, 134, 255);
        assertEquals(expected, undefined);
    }

    private static void addRange(List<Integer> list, int first, int last) {
        for (int id = first; id <= last; id++) {
            list.add(id);
        }
    }

    @Test
    void everyDefinedIdHasANameForPeople() {
        for (int id = 0; id < 256; id++) {
            assertEquals(catalogue.get(id).defined(), !catalogue.get(id).name().isEmpty(), "data id " + id);
        }
        assertEquals("Boiler water temperature", catalogue.get(25).name());
        assertEquals("Remeha detection connected SCU’s", catalogue.get(133).name());
    }

    @Test
    void labelsAreFoundWhateverTheirCase() {
        for (int id = 0; id < 256; id++) {
            DataId entry = catalogue.get(id);
            if (entry.defined()) {
                assertSame(entry, catalogue.byLabel(entry.label()));
            }
        }
        assertSame(catalogue.get(25), catalogue.byLabel("tBOILER"));
        assertNull(catalogue.byLabel("Tkettle"));
        assertNull(catalogue.byLabel(""));
    }

    @Test
    void noTwoIdsShareATopic() {
        Set<String> topics = new HashSet<>();
        for (int id = 0; id < 256; id++) {
            for (String topic : catalogue.get(id).decoder().topics()) {
                assertTrue(topics.add(topic), topic);
            }
        }
    }

    @Test
    void onlyTheFrameThatTheDirectionNamesIsAccepted() {
        for (int id = 0; id < 256; id++) {
            for (MessageType type : MessageType.values()) {
                boolean expected = id == 0 || id == 70 || id == 101;
                String direction = catalogue.get(id).direction().text();
                expected |= direction.contains("R") && type == MessageType.READ_ACK;
                expected |= direction.contains("W") && type == MessageType.WRITE_DATA;
                for (Origin origin : Origin.values()) {
                    Frame frame =
                            new Frame(0, origin, List.of(MessageType.values()).indexOf(type) << 28 | id << 16);
                    Verdict verdict = expected ? Verdict.ACCEPTED : Verdict.NOT_A_VALUE;
                    boolean damaged = origin == Origin.ERROR;
                    assertEquals(damaged ? Verdict.PARITY_ERROR : verdict, catalogue.judge(frame, false));
                    assertEquals(damaged ? Verdict.PARITY_ERROR : Verdict.OVERRIDDEN, catalogue.judge(frame, true));
                }
            }
        }
    }

    @Test
    void parityAndSpareBitsDoNotMatter() {
        assertEquals(Verdict.ACCEPTED, catalogue.judge(GoldenFiles.frame("BCF192B80"), false));
        assertFalse(GoldenFiles.frame("B40192B80").evenParity());
        assertEquals(Verdict.ACCEPTED, catalogue.judge(GoldenFiles.frame("B40192B80"), false));
    }

    @Test
    void threeIdsAreMadeOfTwoFrames() {
        List<Integer> joined = new ArrayList<>();
        for (int id = 0; id < 256; id++) {
            if (catalogue.get(id).decoder().joinsTwoFrames()) {
                joined.add(id);
            }
        }
        assertEquals(List.of(0, 70, 101), joined);
    }
}
