package org.otgwpi.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything a page needs to make a form of the settings: groups, labels, limits, values. */
public final class SettingsForm {
    private SettingsForm() {}

    /** All settings in the order of the listing; a password is replaced by its placeholder. */
    public static List<Map<String, Object>> of(Settings settings) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Setting setting : settings.table().listed()) {
            rows.add(row(settings, setting));
        }
        return rows;
    }

    private static Map<String, Object> row(Settings settings, Setting setting) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", setting.name());
        row.put("group", setting.group());
        row.put("label", setting.label());
        row.put("type", setting.type().name().toLowerCase(Locale.ROOT));
        row.put("value", value(settings, setting));
        if (setting.isNumber()) {
            row.put("min", setting.min());
            row.put("max", setting.max());
        } else if (setting.isText()) {
            row.put("maxLength", setting.max());
            row.put("mayBeEmpty", setting.mayBeEmpty());
        } else if (setting.type() == Setting.Type.CHOICE) {
            row.put("choices", setting.choices());
        }
        row.put("restart", setting.effect() == Setting.Effect.RESTART);
        return row;
    }

    private static Object value(Settings settings, Setting setting) {
        return switch (setting.type()) {
            case FLAG -> settings.bool(setting.name());
            case NUMBER, PIN -> settings.integer(setting.name());
            case TEXT, CHOICE, PASSWORD -> settings.shown(setting);
        };
    }
}
