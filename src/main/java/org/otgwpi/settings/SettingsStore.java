package org.otgwpi.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * The settings and their file, {@code settings.ini} in the original's format (otgw-http-ws 6). One change at a time is
 * made, and it counts only once it lasts on the disk; reading never waits. A copy of the last saved file stands beside
 * it as {@code settings.ini.good}; a file that cannot be read is kept as {@code settings.ini.broken} and replaced by
 * that copy. Thread-safe.
 */
public final class SettingsStore {
    /** The name of the settings file. */
    public static final String FILE_NAME = "settings.ini";

    private static final String GOOD_NAME = FILE_NAME + ".good";
    private static final String BROKEN_NAME = FILE_NAME + ".broken";

    private final Disk disk;
    private final SettingsTable table;
    private final DurableFile file;
    private final DurableFile good;
    private final DurableFile broken;
    private final List<SettingsListener> listeners = new CopyOnWriteArrayList<>();
    private final List<SettingsRule> rules = new CopyOnWriteArrayList<>();
    private volatile Settings current;
    private volatile List<String> notes = List.of();
    private volatile List<String> standing = List.of();

    SettingsStore(Disk disk, SettingsTable table) {
        this.disk = disk;
        this.table = table;
        file = new DurableFile(disk, FILE_NAME);
        good = new DurableFile(disk, GOOD_NAME);
        broken = new DurableFile(disk, BROKEN_NAME);
        current = table.fresh();
        start();
    }

    /**
     * Opens the settings of a folder, which is made if need be. Whatever its settings.ini holds, there are settings
     * afterwards, even if the folder cannot be made: heating goes before saving. {@link #note} tells what went wrong.
     */
    public static SettingsStore open(Path folder, SettingsTable table) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            Logger.warn("The data folder {} cannot be made: {}", folder, reason(e));
        }
        return new SettingsStore(new FolderDisk(folder), table);
    }

    /** The settings as they are now. */
    public Settings current() {
        return current;
    }

    /** What the user should know of the last settings.ini that was read, for the status line. */
    public Optional<String> note() {
        String note = Stream.concat(standing.stream(), notes.stream()).collect(Collectors.joining(" "));
        return note.isEmpty() ? Optional.empty() : Optional.of(note);
    }

    /** Settings are not kept for good: {@code sentence} stands first in {@link #note} until the program ends. */
    public void volatileBecause(String sentence) {
        standing = List.of(sentence);
        Logger.warn("{}", sentence);
    }

    /** Tells {@code listener} of every change from now on, until it is removed. */
    public void addListener(SettingsListener listener) {
        listeners.add(listener);
    }

    /** Tells {@code listener} nothing more, except what it is being told. */
    public void removeListener(SettingsListener listener) {
        listeners.remove(listener);
    }

    /** Lets {@code rule} refuse changes of single settings from now on. */
    public void addRule(SettingsRule rule) {
        rules.add(rule);
    }

    /**
     * Changes one setting, and guesses nothing: what {@link #change} would cut, or read as 0 or as false, is refused.
     *
     * @throws IOException if it cannot be saved; then nothing has changed. The message is a sentence for the user.
     */
    public synchronized Change changeExactly(String name, String text) throws IOException {
        Setting setting = table.byPostedName(name);
        if (setting != null) {
            try {
                setting.checkExactly(text);
            } catch (RefusedException e) {
                return new Change.Refused(e.sentence());
            }
        }
        return change(name, text);
    }

    /**
     * Changes one setting as a POST asks (otgw-http-ws 6.3).
     *
     * @param name its API name in any case, or {@code #ui...} as the original's page sends it
     * @param text the new value; the placeholder of a password changes nothing
     * @throws IOException if it cannot be saved; then nothing has changed. The message is a sentence for the user.
     */
    public synchronized Change change(String name, String text) throws IOException {
        Setting setting = table.byPostedName(name);
        if (setting == null) {
            return new Change.Unknown(name);
        }
        if (setting.type() == Setting.Type.PASSWORD && text.equalsIgnoreCase(Setting.PASSWORD_PLACEHOLDER)) {
            return new Change.Stored(current);
        }
        try {
            String value = setting.stored(text);
            if (setting.isPin()) {
                PinRules.check(current, setting, value);
            }
            Settings changed = current.with(setting, value);
            for (SettingsRule rule : rules) {
                Optional<String> refusal = rule.refusal(current, changed);
                if (refusal.isPresent()) {
                    return new Change.Refused(refusal.get());
                }
            }
            return store(changed);
        } catch (RefusedException e) {
            return new Change.Refused(e.sentence());
        }
    }

    /**
     * Takes over a settings.ini that somebody brings: one downloaded here, whose placeholder keeps the password, or one
     * of an ESP, whose pins are left out. Keys that it lacks follow the rules of otgw-http-ws 6.2.
     *
     * @return stored, with {@link #note} telling what was not taken as it stood; or refused
     * @throws IOException if it cannot be saved; then nothing has changed
     */
    public synchronized Change importFile(byte[] bytes) throws IOException {
        try {
            SettingsFile.Reading reading = SettingsFile.read(bytes, current);
            Change change = store(reading.settings());
            notes = reading.notes();
            return change;
        } catch (BrokenFileException e) {
            return new Change.Refused("This settings.ini cannot be read: " + e.getMessage() + ". Nothing was changed.");
        }
    }

    /**
     * Whether {@link #importFile} would take a settings.ini. Changes nothing.
     *
     * @return why not, in a sentence; empty if it would
     */
    public Optional<String> refusal(byte[] bytes) {
        try {
            SettingsFile.Reading unused = SettingsFile.read(bytes, current);
            return Optional.empty();
        } catch (BrokenFileException e) {
            return Optional.of("This settings.ini cannot be read: " + e.getMessage() + ". Nothing was changed.");
        }
    }

    /**
     * Reads the file again, for whoever edited it by hand. If there is none, it is written.
     *
     * @throws IOException if it can be neither read nor saved; then nothing has changed
     */
    public synchronized Change reload() throws IOException {
        byte[] bytes;
        try {
            bytes = disk.read(FILE_NAME, SettingsFile.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            save(current);
            return new Change.Stored(current);
        }
        return importFile(bytes);
    }

    /** What settings.ini looks like to whoever downloads it: the password is replaced by a placeholder. */
    public byte[] redactedFile() {
        return SettingsFile.writeRedacted(current);
    }

    private void start() {
        List<String> found = new ArrayList<>();
        try {
            take(disk.read(FILE_NAME, SettingsFile.MAX_BYTES + 1), found);
        } catch (NoSuchFileException e) {
            saveAtStart(found);
        } catch (IOException e) {
            found.add("%s could not be read: %s.".formatted(FILE_NAME, reason(e)));
            current = lastGood().orElse(current);
        }
        notes = List.copyOf(found);
        for (String note : found) {
            Logger.warn("{}", note);
        }
    }

    private void take(byte[] bytes, List<String> found) {
        try {
            SettingsFile.Reading reading = SettingsFile.read(bytes, current);
            current = reading.settings();
            found.addAll(reading.notes());
            if (reading.fromEsp()) {
                saveAtStart(found);
            }
        } catch (BrokenFileException e) {
            recover(bytes, e, found);
        }
    }

    private void saveAtStart(List<String> found) {
        try {
            save(current);
        } catch (IOException e) {
            found.add(String.valueOf(e.getMessage()));
        }
    }

    /** The damaged file is kept aside before it is replaced, so that at no moment there is no file at all. */
    private void recover(byte[] bytes, BrokenFileException damage, List<String> found) {
        Optional<Settings> copy = lastGood();
        current = copy.orElse(current);
        String instead = copy.isPresent()
                ? "The last good copy is used"
                : "There is no good copy, so all settings are those of a new installation";
        found.add("%s is damaged: %s. %s.".formatted(FILE_NAME, damage.getMessage(), instead));
        try {
            broken.write(Arrays.copyOf(bytes, Math.min(bytes.length, SettingsFile.MAX_BYTES)));
        } catch (IOException e) {
            found.add("It could not be set aside in %s: %s.".formatted(disk, reason(e)));
            return;
        }
        found.add("It is kept as %s.".formatted(BROKEN_NAME));
        saveAtStart(found);
    }

    private Optional<Settings> lastGood() {
        try {
            byte[] bytes = disk.read(GOOD_NAME, SettingsFile.MAX_BYTES + 1);
            return Optional.of(SettingsFile.read(bytes, table.fresh()).settings());
        } catch (IOException | BrokenFileException e) {
            return Optional.empty();
        }
    }

    private Change store(Settings changed) throws IOException {
        Settings before = current;
        if (!changed.equals(before)) {
            save(changed);
            current = changed;
            listeners.forEach(listener -> tell(listener, before, changed));
        }
        return new Change.Stored(changed);
    }

    private static void tell(SettingsListener listener, Settings before, Settings after) {
        try {
            listener.changed(before, after);
        } catch (RuntimeException e) {
            Logger.error(e, "A changed setting is stored, but a part of the program could not follow it");
        }
    }

    private void save(Settings settings) throws IOException {
        byte[] bytes = SettingsFile.write(settings);
        try {
            file.write(bytes);
        } catch (IOException e) {
            putBack(bytes);
            throw new IOException(
                    "The settings could not be saved in %s: %s. Nothing was changed.".formatted(disk, reason(e)), e);
        }
        try {
            good.write(bytes);
        } catch (IOException e) {
            Logger.warn("The settings are saved, but not their copy {} in {}: {}", GOOD_NAME, disk, reason(e));
        }
    }

    /** A refused change must not come back at the next start because the file had its name already. */
    private void putBack(byte[] refused) {
        try {
            if (Arrays.equals(disk.read(FILE_NAME, SettingsFile.MAX_BYTES + 1), refused)) {
                file.write(SettingsFile.write(current));
            }
        } catch (NoSuchFileException e) {
            Logger.debug("There is no {} in {} to put back", FILE_NAME, disk);
        } catch (IOException e) {
            Logger.warn("{} in {} may hold a change that was refused: {}", FILE_NAME, disk, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "the folder is not there";
        }
        String reason = e instanceof FileSystemException other ? other.getReason() : null;
        return reason == null ? String.valueOf(e.getMessage()) : reason;
    }
}
