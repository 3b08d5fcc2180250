package org.otgwpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Runs commands without the rights of root, which the build server has and users have not. */
final class OrdinaryUser {

    /** What to put before a command: user and group "nobody", no capabilities. */
    static final List<String> COMMAND = List.of(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all");

    private OrdinaryUser() {}

    /** A folder below {@code parent} that this user may write to. */
    static Path folder(Path parent) throws IOException {
        for (Path each = parent; each != null && !each.equals(Path.of("/tmp")); each = each.getParent()) {
            try {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            } catch (IOException e) {
                break;
            }
        }
        Path folder = Files.createDirectory(parent.resolve("for-nobody"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
