package org.otgwpi.otgw.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.pic.PicLine;

/** The chip's own settings, as far as its answers tell them, for the selects of the device message. Immutable. */
final class PicSettings {

    /** What its topics start with. */
    static final String TOPIC = "otgw-pic/settings/";

    private static final int WHOLE = -1;

    private record Row(String topic, char report, int position, String command, Pattern form) {

        String read(String value) {
            return position == WHOLE ? value : position < value.length() ? value.substring(position, position + 1) : "";
        }
    }

    private final List<Row> rows;

    PicSettings() {
        rows = TextTable.rows("pic-settings.txt", 5).stream()
                .map(cells -> new Row(
                        cells.get(0),
                        cells.get(1).charAt(0),
                        cells.get(2).equals("-") ? WHOLE : Integer.parseInt(cells.get(2)),
                        cells.get(3),
                        Pattern.compile(cells.get(4))))
                .toList();
    }

    /** The commands whose answers tell all settings. */
    List<String> questions() {
        return rows.stream().map(row -> "PR=" + row.report).distinct().toList();
    }

    /** What an answer tells of the settings; often nothing. */
    List<Publication> of(PicLine.Answer answer) {
        List<Publication> all = new ArrayList<>();
        for (Row row : rows) {
            String report = answer.report(row.report);
            String value = report != null ? row.read(report) : answer.code().equals(row.command) ? answer.value() : "";
            if (row.form.matcher(value).matches()) {
                all.add(new Publication(TOPIC + row.topic, value));
            }
        }
        return all;
    }
}
