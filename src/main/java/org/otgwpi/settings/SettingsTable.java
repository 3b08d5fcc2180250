package org.otgwpi.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All settings there are, read from the resource {@code settings.txt}. Immutable. */
public final class SettingsTable {
    private static final int COLUMNS = 13;

    private final List<Setting> all;
    private final List<Setting> listed;
    private final Map<String, Setting> byName = new HashMap<>();
    private final Map<String, Setting> byPageName = new HashMap<>();

    private record Limits(int min, int max, List<String> choices) {}

    private SettingsTable(List<Setting> all) {
        this.all = List.copyOf(all);
        listed = all.stream().sorted(Comparator.comparingInt(Setting::place)).toList();
        for (Setting setting : all) {
            byName.put(Setting.key(setting.name()), setting);
            setting.postedAs().forEach(name -> byPageName.put(Setting.key(name), setting));
        }
    }

    /**
     * Reads the table.
     *
     * @param mac the MAC address as 12 upper-case hex digits, for the default of {@code mqttuniqueid}
     */
    public static SettingsTable load(String mac) {
        try (InputStream in = SettingsTable.class.getResourceAsStream("settings.txt")) {
            if (in == null) {
                throw new IllegalStateException("The settings table is missing from the program");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new SettingsTable(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> row(line.replace("{mac}", mac)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All settings in the order in which settings.ini holds them. */
    public List<Setting> all() {
        return all;
    }

    /** All settings in the order of the API's listing. */
    public List<Setting> listed() {
        return listed;
    }

    /** The setting with this API name, in any case; null if there is none. */
    public @Nullable Setting byName(String name) {
        return byName.get(Setting.key(name));
    }

    /**
     * The setting that a POST means: its API name in any case, or {@code #ui...} as the original's page sends it
     * (decisions 2, Q10). Null if there is none.
     */
    public @Nullable Setting byPostedName(String name) {
        String key = Setting.key(name);
        if (!key.startsWith("#ui")) {
            return byName.get(key);
        }
        String bare = key.substring(1);
        return bare.startsWith("ui_") ? byName.get(bare) : byPageName.get(bare);
    }

    /** What a new installation starts with. */
    public Settings fresh() {
        Map<String, String> values = new HashMap<>();
        all.forEach(setting -> values.put(setting.name(), setting.fresh()));
        return new Settings(this, values);
    }

    private static Setting row(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split("\\|", -1)) {
            cells.add(cell.strip());
        }
        if (cells.size() != COLUMNS) {
            throw new IllegalStateException("The settings table has a row without " + COLUMNS + " columns: " + line);
        }
        Setting.Type type = Setting.Type.valueOf(cells.get(3).toUpperCase(Locale.ROOT));
        Limits limits = limits(type, cells.get(4));
        String missing = cells.get(6);
        String posted = cells.get(11);
        return new Setting(
                cells.get(0),
                cells.get(1),
                Integer.parseInt(cells.get(2)),
                type,
                limits.min,
                limits.max,
                limits.choices,
                text(cells.get(5)),
                missing.equals("=") ? null : text(missing),
                cells.get(7).equals("null"),
                cells.get(8).equals("empty"),
                Setting.Effect.valueOf(cells.get(9).toUpperCase(Locale.ROOT)),
                cells.get(10),
                posted.equals("-") ? List.of() : List.of(posted.split(" +", -1)),
                cells.get(12));
    }

    private static Limits limits(Setting.Type type, String cell) {
        return switch (type) {
            case FLAG -> new Limits(0, 0, List.of());
            case TEXT, PASSWORD -> new Limits(0, Integer.parseInt(cell), List.of());
            case NUMBER, PIN -> {
                int dots = cell.indexOf("..");
                yield new Limits(
                        Integer.parseInt(cell.substring(0, dots)),
                        Integer.parseInt(cell.substring(dots + 2)),
                        List.of());
            }
            case CHOICE -> {
                List<String> choices = List.of(cell.split(" +", -1));
                int longest = choices.stream().mapToInt(String::length).max().orElse(0);
                yield new Limits(0, longest, choices);
            }
        };
    }

    private static String text(String cell) {
        return cell.equals("\"\"") ? "" : cell;
    }
}
