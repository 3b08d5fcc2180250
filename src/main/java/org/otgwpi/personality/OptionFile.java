package org.otgwpi.personality;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.tinylog.Logger;

/**
 * What the user changed about one personality: {@code options.properties} in its data folder, lines of {@code name =
 * value}. A missing file, name or usable value means the default; what cannot be used is logged. Immutable.
 */
public final class OptionFile {

    /** The file's name. */
    public static final String FILE_NAME = "options.properties";

    private final Path file;
    private final Properties values;

    private OptionFile(Path file, Properties values) {
        this.file = file;
        this.values = values;
    }

    /** Reads the file of a data folder; neither need exist. */
    public static OptionFile read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            values.load(reader);
        } catch (NoSuchFileException e) {
            Logger.debug("There is no {}: everything is as usual", file);
        } catch (IOException | IllegalArgumentException e) {
            values.clear();
            Logger.warn("{} cannot be read, so everything is as usual: {}", file, e.getMessage());
        }
        return new OptionFile(file, values);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int integer(String name, int usual, int least, int most) {
        String text = text(name, Integer.toString(usual));
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        Logger.warn("{}: {} must be a whole number from {} to {}, so it is {}", file, name, least, most, usual);
        return usual;
    }

    /** {@code true} or {@code false}, in any case. */
    public boolean flag(String name, boolean usual) {
        String text = text(name, Boolean.toString(usual)).toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        Logger.warn("{}: {} must be true or false, so it is {}", file, name, usual);
        return usual;
    }

    /** A text, without blanks around it. */
    public String text(String name, String usual) {
        return values.getProperty(name, usual).strip();
    }
}
