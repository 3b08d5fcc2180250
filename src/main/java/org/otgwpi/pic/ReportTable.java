package org.otgwpi.pic;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All reports of the gateway firmware 6.6 (otgw-core 1.8). Older firmware lacks some and answers with an error.
 *
 * @param reports in the order of their letters
 */
public record ReportTable(List<Report> reports) {

    public ReportTable {
        reports = List.copyOf(reports);
    }

    /** Reads the table. */
    public static ReportTable load() {
        return new ReportTable(ResourceTable.rows("reports.txt", 4).stream()
                .map(row -> new Report(row.get(0).charAt(0), Pattern.compile(row.get(1)), row.get(2), row.get(3)))
                .toList());
    }

    /** The report with this letter, or null if there is none. */
    public @Nullable Report find(char letter) {
        for (Report report : reports) {
            if (report.letter() == letter) {
                return report;
            }
        }
        return null;
    }
}
