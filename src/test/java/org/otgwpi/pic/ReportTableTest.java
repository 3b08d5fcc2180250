package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportTableTest {

    private final ReportTable table = ReportTable.load();

    @Test
    void everyReportIsThereAndFitsItsExample() {
        String letters =
                table.reports().stream().map(each -> "" + each.letter()).collect(Collectors.joining());
        assertEquals("ABCDEFGILMNOPQRSTVW", letters);
        for (Report report : table.reports()) {
            assertTrue(report.fits(report.example()), report.example());
            assertFalse(report.description().isBlank());
        }
        assertNull(table.find('H'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PR: A=OpenTherm Gateway 6.6",
                "PR: B=16:02 11-10-2024",
                "PR: C=4 MHz",
                "PR: D=O",
                "PR: D=R",
                "PR: E=21.50",
                "PR: E=-",
                "PR: E=-3.25",
                "PR: F=0",
                "PR: F=1",
                "PR: G=00",
                "PR: G=70",
                "PR: I=01",
                "PR: L=FXOMPC",
                "PR: M=G",
                "PR: M=M",
                "PR: N=1000",
                "PR: N=100",
                "PR: O=N",
                "PR: O=n",
                "PR: O=T20.50",
                "PR: O=t16.00",
                "PR: O=C21.00",
                "PR: O=c130.00",
                "PR: P=Low power",
                "PR: P=Medium power",
                "PR: P=High power",
                "PR: Q=W",
                "PR: Q=B",
                "PR: Q=P",
                "PR: Q=S",
                "PR: Q=C",
                "PR: Q=O",
                "PR: Q=U",
                "PR: Q=L",
                "PR: Q=E",
                "PR: R=D",
                "PR: R=S",
                "PR: R=R",
                "PR: R=C",
                "PR: R=I",
                "PR: S=16.00",
                "PR: T=11",
                "PR: V=5",
                "PR: W=0",
                "PR: W=1",
                "PR: W=A"
            })
    void theAnswersOfTheChipFitTheirReport(String line) {
        char letter = line.charAt(4);
        PicLine.Answer answer = (PicLine.Answer) PicLine.parse(line);
        String value = Objects.requireNonNull(answer.report(letter));
        assertTrue(Objects.requireNonNull(table.find(letter)).fits(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M=X", "M=", "G=0", "L=FXOM", "N=x", "O=20.50", "P=power", "Q=Z", "T=1", "W=2", "E=21"})
    void otherValuesDoNot(String value) {
        assertFalse(Objects.requireNonNull(table.find(value.charAt(0))).fits(value.substring(2)));
    }
}
