package org.otgwpi.otgw.console;

import java.util.List;
import org.otgwpi.settings.Setting;
import org.otgwpi.settings.Settings;

/** The settings as the console prints them, without the password (otgw-http-ws 7.6). Immutable. */
final class SettingsDump {

    private static final int LABEL_COLUMNS = 22;

    private final List<String[]> rows = ResourceLines.of("settings.txt").stream()
            .map(line -> line.split(" \\| ", 2))
            .toList();

    String text(Settings settings) {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            String label = row[0];
            boolean fits = label.length() <= LABEL_COLUMNS;
            text.append(fits ? label + " ".repeat(LABEL_COLUMNS - label.length()) + ": " : label + ":")
                    .append(shown(settings, row[1]))
                    .append("\r\n");
        }
        return text.toString();
    }

    /** Control characters are no business of the user's terminal. */
    private static String shown(Settings settings, String name) {
        Setting setting = settings.table().byName(name);
        if (setting == null || setting.type() == Setting.Type.PASSWORD) {
            return Setting.PASSWORD_PLACEHOLDER;
        }
        return settings.text(name).replaceAll("\\p{Cntrl}", "?");
    }
}
