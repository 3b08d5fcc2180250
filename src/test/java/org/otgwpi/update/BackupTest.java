package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** What a backup holds, that it comes back whole, and that nothing else gets in with it. */
final class BackupTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-25T12:00:00Z"));
    private static final long ROOM = 10 << 20;
    private static final Set<String> BOARDS = Set.of("railhub32", "railhub8266");
    private static final String PHRASE = "correct horse battery";

    @TempDir
    Path folder;

    private Path data;
    private SettingsStore settings;
    private BackupReader reader;
    private Restore restore;

    @BeforeEach
    void makeAGateway() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        settings = SettingsStore.open(data, SettingsTable.load("B827EB012345"));
        settings.change("mqttpasswd", "very-secret");
        settings.change("mqtttoptopic", "cellar");
        Files.createDirectories(data.resolve("files/pic16f1847"));
        Files.writeString(data.resolve("files/dallas_labels.ini"), "28FF=boiler");
        Files.write(data.resolve("files/pic16f1847/gateway.hex"), new byte[40_000]);
        reader = new BackupReader(settings, () -> BOARDS);
        restore = new Restore(data);
    }

    private Path backup(String passPhrase) throws IOException {
        Path file = folder.resolve("backup.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            new BackupWriter(settings, data, () -> BOARDS, "1.2.3", NOW).write(out, passPhrase);
        }
        return file;
    }

    /** A zip that is right but for what the test changes. */
    private Path handMade(Map<String, byte[]> entries, String manifest) throws IOException {
        Path file = folder.resolve("made.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(manifest.getBytes(UTF_8));
            zip.closeEntry();
        }
        return file;
    }

    private static String manifest(Map<String, byte[]> entries) {
        StringBuilder contents = new StringBuilder();
        entries.forEach((name, bytes) -> contents.append(contents.isEmpty() ? "" : ",")
                .append("{\"name\":\"%s\",\"bytes\":%d,\"sha256\":\"%s\"}"
                        .formatted(
                                name.replace("\\", "\\\\"),
                                bytes.length,
                                HexFormat.of().formatHex(BackupWriter.sha256().digest(bytes)))));
        return "{\"product\":\"otgw-pi\",\"format\":1,\"contents\":[" + contents + "]}";
    }

    private Map<String, byte[]> entries(String name, byte[] content) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("settings.ini", settings.redactedFile());
        entries.put(name, content);
        return entries;
    }

    private String refusal(Path file, String passPhrase, long room) throws IOException {
        String sentence = String.valueOf(assertThrows(
                        Installer.RefusedException.class, () -> restore.prepare(file, reader, passPhrase, false, room))
                .getMessage());
        assertFalse(Files.exists(data.resolve("restoring")), "nothing is left");
        assertTrue(sentence.endsWith("Nothing was changed."), sentence);
        return sentence;
    }

    private void changeEverything() throws IOException {
        settings.change("mqttpasswd", "another");
        settings.change("mqtttoptopic", "attic");
        Files.writeString(data.resolve("files/dallas_labels.ini"), "28FF=wrong");
        Files.writeString(data.resolve("files/new.txt"), "new");
    }

    private String passwordOf(SettingsStore store) {
        return store.current().text("mqttpasswd");
    }

    @Test
    void whatWasSavedComesBackAfterTheRestart() throws IOException {
        Path file = backup(PHRASE);
        changeEverything();
        restore.prepare(file, reader, PHRASE, false, ROOM);
        assertEquals("attic", settings.current().text("mqtttoptopic"), "nothing in use changes before");
        restore.commit();
        restore.finish(settings);
        assertEquals("cellar", settings.current().text("mqtttoptopic"));
        assertEquals("very-secret", passwordOf(settings));
        assertEquals("28FF=boiler", Files.readString(data.resolve("files/dallas_labels.ini")));
        assertFalse(Files.exists(data.resolve("files/new.txt")));
        assertFalse(Files.exists(data.resolve("files.before")));
        assertFalse(Files.exists(data.resolve("restoring")));
        assertEquals("very-secret", passwordOf(SettingsStore.open(data, SettingsTable.load("B827EB012345"))));
    }

    private void keepOutputs(String board, String outputs) throws IOException {
        Files.createDirectories(data.resolve(board));
        Files.writeString(data.resolve(board).resolve("outputs.json"), outputs);
    }

    private String outputs(String board) throws IOException {
        return Files.readString(data.resolve(board).resolve("outputs.json"));
    }

    @Test
    void whatTheOtherPersonalitiesKeepComesBackToo() throws IOException {
        keepOutputs("railhub32", "dimmed");
        Files.createDirectories(data.resolve("update"));
        Files.writeString(data.resolve("update/journal.json"), "not the user's");
        Path file = backup("");
        keepOutputs("railhub32", "wrong");
        keepOutputs("railhub8266", "made since then");
        restore.prepare(file, reader, "", true, ROOM);
        assertEquals("wrong", outputs("railhub32"), "nothing in use changes before");
        restore.commit();
        restore.finish(settings);
        assertEquals("dimmed", outputs("railhub32"));
        assertEquals("made since then", outputs("railhub8266"), "what the backup knows nothing of stays");
        assertFalse(Files.exists(data.resolve("railhub32.before")));
        assertFalse(Files.exists(data.resolve("restoring")));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(
                    List.of("personalities/railhub32/outputs.json"),
                    zip.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.contains("railhub") || name.contains("journal"))
                            .toList());
        }
    }

    @Test
    void aPowerCutBetweenTwoFoldersIsMadeGoodAtTheNextStart() throws IOException {
        keepOutputs("railhub32", "dimmed");
        Path file = backup("");
        keepOutputs("railhub32", "wrong");
        restore.prepare(file, reader, "", true, ROOM);
        restore.commit();
        Files.move(data.resolve("railhub32"), data.resolve("railhub32.before"));
        restore.finish(settings);
        assertEquals("dimmed", outputs("railhub32"));
        assertFalse(Files.exists(data.resolve("railhub32.before")));
    }

    @Test
    void aPersonalityThatNobodyKnowsIsRefused() throws IOException {
        for (String name : List.of(
                "personalities/update/journal.json", "personalities/outputs.json", "personalities//outputs.json")) {
            Map<String, byte[]> entries = entries(name, new byte[1]);
            refusal(handMade(entries, manifest(entries)), "", ROOM);
        }
    }

    @Test
    void withoutAPassPhraseThePasswordsAreLeftOutAndTheManifestSaysSo() throws IOException {
        Path file = backup("");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String manifest =
                    new String(zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes(), UTF_8);
            assertTrue(manifest.contains("the setting mqttpasswd"), manifest);
            String ini =
                    new String(zip.getInputStream(zip.getEntry("settings.ini")).readAllBytes(), UTF_8);
            assertFalse(ini.contains("very-secret"));
        }
        changeEverything();
        restore.prepare(file, reader, "", false, ROOM);
        restore.commit();
        restore.finish(settings);
        assertEquals("another", passwordOf(settings), "the password that is in use stays");
        assertEquals("cellar", settings.current().text("mqtttoptopic"));
    }

    @Test
    void passwordsThatCannotBeReadAreNotTriedAgainAtEachStart() throws IOException {
        Path file = backup(PHRASE);
        changeEverything();
        restore.prepare(file, reader, PHRASE, false, ROOM);
        restore.commit();
        Files.writeString(data.resolve("restoring/secrets.json"), "{no json");
        restore.finish(settings);
        assertEquals("cellar", settings.current().text("mqtttoptopic"));
        assertEquals("another", passwordOf(settings));
        changeSettingsOnly();
        restore.finish(settings);
        assertEquals("attic", settings.current().text("mqtttoptopic"), "what the user set meanwhile stays");
    }

    @Test
    void theSettingsStayIfTheUserWantsThat() throws IOException {
        Path file = backup(PHRASE);
        changeEverything();
        restore.prepare(file, reader, PHRASE, true, ROOM);
        restore.commit();
        restore.finish(settings);
        assertEquals("attic", settings.current().text("mqtttoptopic"));
        assertEquals("28FF=boiler", Files.readString(data.resolve("files/dallas_labels.ini")));
    }

    @Test
    void aPowerCutAtAnyMomentLeavesTheOldStateOrTheNewOne() throws IOException {
        Path file = backup(PHRASE);
        changeEverything();
        restore.prepare(file, reader, PHRASE, false, ROOM);
        restore.finish(settings);
        assertEquals("attic", settings.current().text("mqtttoptopic"), "not certain, so never done");
        restore.prepare(file, reader, PHRASE, false, ROOM);
        restore.commit();
        Files.move(data.resolve("files"), data.resolve("files.before"));
        restore.finish(settings);
        assertEquals("28FF=boiler", Files.readString(data.resolve("files/dallas_labels.ini")));
        restore.prepare(file, reader, PHRASE, false, ROOM);
        restore.commit();
        Files.move(data.resolve("files"), data.resolve("files.before"));
        Files.move(data.resolve("restoring/files"), data.resolve("files"));
        changeSettingsOnly();
        restore.finish(settings);
        assertEquals("cellar", settings.current().text("mqtttoptopic"));
        Files.createDirectories(data.resolve("files.before/pic16f1847"));
        restore.finish(settings);
        assertFalse(Files.exists(data.resolve("files.before")), "left by a power cut in the last step");
        assertEquals("28FF=boiler", Files.readString(data.resolve("files/dallas_labels.ini")));
    }

    private void changeSettingsOnly() throws IOException {
        settings.change("mqtttoptopic", "attic");
    }

    @Test
    void anotherPassPhraseIsRefused() throws IOException {
        assertEquals(
                "This is not the pass phrase of this backup. Nothing was changed.",
                refusal(backup(PHRASE), "wrong horse battery", ROOM));
    }

    @Test
    void moreThanThereIsRoomForIsRefused() throws IOException {
        assertEquals(Staging.TOO_LARGE, refusal(backup(PHRASE), PHRASE, 30_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/../../settings.ini",
                "files/..",
                "../escape",
                "/etc/passwd",
                "files//etc/passwd",
                "files/a\\\\..\\\\b",
                "etc/passwd",
                "files/settings.ini",
                "files/a\u0001b",
                "restoring/complete",
                "secrets.json",
                "complete",
                "files/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"
            })
    void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
        Map<String, byte[]> entries = entries(name, new byte[10]);
        refusal(handMade(entries, manifest(entries)), "", ROOM);
        try (Stream<Path> all = Files.walk(folder)) {
            assertTrue(all.noneMatch(each -> each.endsWith("escape")));
        }
    }

    @Test
    void aHugeNameIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("files/" + "x".repeat(300), new byte[10]);
        assertTrue(refusal(handMade(entries, manifest(entries)), "", ROOM).contains("its name is too long"));
    }

    @Test
    void moreIsNotUnpackedThanTheManifestPromises() throws IOException {
        Map<String, byte[]> entries = entries("files/bomb", new byte[50 << 20]);
        Map<String, byte[]> promised = entries("files/bomb", new byte[1000]);
        assertTrue(refusal(handMade(entries, manifest(promised)), "", ROOM).contains("is damaged: files/bomb"));
        assertTrue(refusal(handMade(entries, manifest(entries)), "", ROOM).contains("not enough room"));
    }

    @Test
    void whatTheManifestDoesNotNameIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("files/extra", new byte[10]);
        Map<String, byte[]> promised = new LinkedHashMap<>(entries);
        promised.remove("files/extra");
        assertTrue(refusal(handMade(entries, manifest(promised)), "", ROOM).contains("what its manifest says"));
    }

    @Test
    void aFileInThePlaceOfAFolderIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("files/a", new byte[10]);
        entries.put("files/a/b", new byte[10]);
        refusal(handMade(entries, manifest(entries)), "", ROOM);
    }

    @Test
    void aLinkInABackupBecomesAnOrdinaryFile() throws IOException {
        Map<String, byte[]> entries = entries("files/link", "/etc/passwd".getBytes(UTF_8));
        Path zip = handMade(entries, manifest(entries));
        byte[] bytes = Files.readAllBytes(zip);
        int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2}, 0);
        while (central >= 0) {
            bytes[central + 5] = 3;
            bytes[central + 41] = (byte) 0xA1;
            bytes[central + 40] = (byte) 0xFF;
            central = indexOf(bytes, new byte[] {'P', 'K', 1, 2}, central + 4);
        }
        Files.write(zip, bytes);
        restore.prepare(zip, reader, "", true, ROOM);
        assertTrue(Files.isRegularFile(data.resolve("restoring/files/link"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        restore.discard();
    }

    private static int indexOf(byte[] bytes, byte[] sought, int from) {
        for (int i = from; i <= bytes.length - sought.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void whateverIsChangedInABackupItIsRefusedOrComesOutAsItWas() throws IOException {
        byte[] good = Files.readAllBytes(backup(PHRASE));
        Random random = new Random(25);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes =
                    java.util.Arrays.copyOf(good, random.nextInt(5) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = 0; j <= random.nextInt(4) && bytes.length > 0; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("fuzz.zip"), bytes);
            try {
                restore.prepare(file, reader, "", false, ROOM);
                assertArrayEquals(
                        "28FF=boiler".getBytes(UTF_8),
                        Files.readAllBytes(data.resolve("restoring/files/dallas_labels.ini")));
            } catch (Installer.RefusedException e) {
                refused++;
                assertFalse(Files.exists(data.resolve("restoring")));
            }
        }
        System.out.println("Of 400 broken backups " + refused + " were refused, the others came out whole");
        assertTrue(refused > 200);
    }

    @Test
    void noBackupIsRefusedWithASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("holiday.jpg"), "no zip");
        assertTrue(refusal(file, "", ROOM).startsWith("This file is no backup"));
        assertTrue(refusal(handMade(Map.of(), "{}"), "", ROOM).startsWith("This file is no backup of this gateway"));
        assertTrue(refusal(handMade(Map.of(), "{\"product\":\"otgw-pi\",\"format\":2}"), "", ROOM)
                .startsWith("This backup has format 2"));
    }
}
