package org.otgwpi.update;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names a file in a backup may have: such as can lead nowhere but below one folder. Stateless. */
final class BackupNames {

    static final int MOST_FILES = 2000;
    static final int DEEPEST = 16;

    private static final int LONGEST_NAME_BYTES = 255;
    private static final int LONGEST_PATH_BYTES = 1024;

    /** The user's files. */
    static final String FILES = "files/";

    /** What each small personality keeps, in a folder that has its name. */
    static final String PERSONALITIES = "personalities/";

    private BackupNames() {}

    /** Whether {@code path} is one of a file of the user, or of one of these personalities. */
    static boolean belongs(String path, Set<String> personalities) {
        if (path.startsWith(PERSONALITIES)) {
            String[] names = path.split("/", 3);
            return names.length == 3 && personalities.contains(names[1]);
        }
        return path.startsWith(FILES) && !path.equals(FILES + "settings.ini");
    }

    /** What is wrong with {@code path}, in a few words; null if nothing is. */
    static @Nullable String problem(String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            return "its name is too long";
        }
        String[] names = path.split("/", -1);
        if (names.length > DEEPEST) {
            return "it lies too deep in folders";
        }
        for (String name : names) {
            String problem = problemOf(name);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String problemOf(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return "its name leads elsewhere";
        }
        if (name.chars().anyMatch(each -> each < ' ' || each == 0x7F || each == '\\' || each == '\uFFFD')) {
            return "its name holds characters that no file name may have";
        }
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES ? "its name is too long" : null;
    }
}
