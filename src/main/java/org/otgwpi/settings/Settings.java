package org.otgwpi.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The value of every setting at one moment. Immutable. Names are API names in any case. */
public final class Settings {
    private final SettingsTable table;
    private final Map<String, String> values;

    Settings(SettingsTable table, Map<String, String> values) {
        this.table = table;
        this.values = Map.copyOf(values);
    }

    /**
     * The value as text, whatever its type. For a password it is the password itself.
     *
     * @throws IllegalArgumentException if there is no such setting
     */
    public String text(String name) {
        return text(setting(name));
    }

    /**
     * The value of a flag.
     *
     * @throws IllegalArgumentException if there is no such flag
     */
    public boolean bool(String name) {
        Setting setting = setting(name);
        if (setting.type() != Setting.Type.FLAG) {
            throw new IllegalArgumentException(name + " is not a flag");
        }
        return Boolean.parseBoolean(text(setting));
    }

    /**
     * The value of a number or a pin (-1 = none).
     *
     * @throws IllegalArgumentException if there is no such number
     */
    public int integer(String name) {
        Setting setting = setting(name);
        if (!setting.isNumber()) {
            throw new IllegalArgumentException(name + " is not a number");
        }
        return Integer.parseInt(text(setting));
    }

    /** The table these values belong to. */
    public SettingsTable table() {
        return table;
    }

    /** True if any of the named settings has another value in {@code other}. */
    public boolean differs(Settings other, String... names) {
        for (String name : names) {
            if (!text(name).equals(other.text(name))) {
                return true;
            }
        }
        return false;
    }

    String text(Setting setting) {
        String value = values.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException("There is no setting " + setting.name());
        }
        return value;
    }

    /** The value as anyone may see it: a password is replaced by a placeholder, even an empty one. */
    String shown(Setting setting) {
        return setting.type() == Setting.Type.PASSWORD ? Setting.PASSWORD_PLACEHOLDER : text(setting);
    }

    Settings with(Setting setting, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(setting.name(), value);
        return new Settings(table, changed);
    }

    private Setting setting(String name) {
        Setting setting = table.byName(name);
        if (setting == null) {
            throw new IllegalArgumentException("There is no setting " + name);
        }
        return setting;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** All values, passwords hidden. */
    @Override
    public String toString() {
        return table.all().stream()
                .map(setting -> setting.name() + "=" + shown(setting))
                .collect(Collectors.joining(", "));
    }
}
