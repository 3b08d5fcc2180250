package org.otgwpi.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostAliasesTest {

    @TempDir
    private Path folder;

    @Test
    void eachNameIsAnnouncedForAsLongAsItIsWanted() throws IOException {
        HostAliases aliases = new HostAliases(publisher());
        aliases.publish(List.of("yard"), "10.0.0.7");
        await().until(() -> said().equals(List.of("began -a -R yard.local 10.0.0.7")));
        aliases.publish(List.of("yard"), "10.0.0.7");
        aliases.publish(List.of(), "10.0.0.7");
        await().until(() -> said().equals(List.of("began -a -R yard.local 10.0.0.7", "ended yard.local")));
    }

    @Test
    void anotherAddressIsAnnouncedAnewAndNoneNotAtAll() throws IOException {
        HostAliases aliases = new HostAliases(publisher());
        aliases.publish(List.of("yard"), "");
        aliases.publish(List.of("yard"), "10.0.0.7");
        await().until(() -> said().size() == 1);
        aliases.publish(List.of("yard"), "10.0.0.8");
        await().until(() -> said().size() == 3);
        assertTrue(
                said().containsAll(List.of("ended yard.local", "began -a -R yard.local 10.0.0.8")), said()::toString);
        aliases.publish(List.of("yard"), "");
        await().until(() -> said().size() == 4);
    }

    @Test
    void whoDiesIsStartedAgainAndToldOf() throws IOException {
        HostAliases aliases = new HostAliases(List.of("sh", "-c", "exit 3"));
        aliases.publish(List.of("yard"), "10.0.0.7");
        await().until(() -> {
            try {
                aliases.publish(List.of("yard"), "10.0.0.7");
                return false;
            } catch (IOException e) {
                assertEquals("sh stopped announcing yard.local (exit code 3); it is tried again", e.getMessage());
                return true;
            }
        });
    }

    @Test
    void aMissingProgramIsNamed() {
        IOException e = assertThrows(
                IOException.class,
                () -> new HostAliases(List.of("no-such-publisher")).publish(List.of("yard"), "10.0.0.7"));
        assertTrue(String.valueOf(e.getMessage()).contains("no-such-publisher"), e::getMessage);
    }

    /** Notes what it is to announce, and when it is ended. */
    private List<String> publisher() {
        String script = "echo \"began $*\" >> LOG; trap 'echo \"ended $3\" >> LOG; exit' TERM;"
                + " while :; do sleep 0.05; done";
        return List.of("sh", "-c", script.replace("LOG", folder.resolve("log").toString()), "publisher");
    }

    private List<String> said() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
