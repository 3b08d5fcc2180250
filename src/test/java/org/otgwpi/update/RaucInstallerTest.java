package org.otgwpi.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.board.SystemBus;

/** What is asked of RAUC over D-Bus, and what is made of its answers. */
final class RaucInstallerTest {

    private static final String SLOTS = """
            {"type":"a(sa{sv})","data":[[["rootfs.0",{"class":{"type":"s","data":"rootfs"},\
            "bootname":{"type":"s","data":"A"},"state":{"type":"s","data":"booted"},\
            "boot-status":{"type":"s","data":"good"},"bundle.version":{"type":"s","data":"1.0.0"}}],\
            ["boot.0",{"class":{"type":"s","data":"boot"},"parent":{"type":"s","data":"rootfs.0"}}],\
            ["rootfs.1",{"class":{"type":"s","data":"rootfs"},"bootname":{"type":"s","data":"B"},\
            "state":{"type":"s","data":"inactive"},"boot-status":{"type":"s","data":"bad"},\
            "bundle.version":{"type":"s","data":"0.9.0"}}]]]}
            """;

    @TempDir
    Path folder;

    private Path asked;
    private Path script;

    @BeforeEach
    void name() {
        asked = folder.resolve("asked");
        script = folder.resolve("busctl");
    }

    /** @param cases lines of a shell's case: {@code *Word*) echo answer;;} */
    private RaucInstaller rauc(String... cases) throws IOException {
        Files.writeString(
                script, "echo \"$*\" >> " + asked + "\ncase \"$*\" in\n" + String.join("\n", cases) + "\nesac\n");
        return new RaucInstaller(new SystemBus(List.of("sh", script.toString())), Duration.ZERO, System::nanoTime);
    }

    private static String answer(String part, String json) {
        return "*" + part + "*) cat <<'END'\n" + json + "\nEND\n;;";
    }

    @Test
    void aBundleIsInspectedBeforeAnythingElse() throws IOException {
        BundleFacts facts = rauc(
                        answer(
                                "InspectBundle",
                                "{\"type\":\"a{sv}\",\"data\":[{\"update\":{\"type\":\"v\",\"data\":{\"type\":\"a{sv}\",\"data\":{"
                                        + "\"compatible\":{\"type\":\"s\",\"data\":\"otgw-pi-debian\"},"
                                        + "\"version\":{\"type\":\"s\",\"data\":\"2.0.0\"},"
                                        + "\"description\":{\"type\":\"s\",\"data\":\"new\"}}}}}]}"),
                        answer("Compatible", "{\"type\":\"s\",\"data\":\"otgw-pi-debian\"}"))
                .check("/data/otgw-pi/update/incoming/x");
        assertEquals(new BundleFacts("2.0.0", "new"), facts);
        assertEquals(
                "call de.pengutronix.rauc / de.pengutronix.rauc.Installer InspectBundle sa{sv}"
                        + " /data/otgw-pi/update/incoming/x 0",
                Files.readAllLines(asked).getFirst());
    }

    @Test
    void aBundleForAnotherMachineIsRefused() throws IOException {
        RaucInstaller rauc = rauc(
                answer(
                        "InspectBundle",
                        "{\"data\":[{\"update\":{\"type\":\"a{sv}\",\"data\":{"
                                + "\"compatible\":{\"type\":\"s\",\"data\":\"otgw-pi-rpios\"}}}}]}"),
                answer("Compatible", "{\"type\":\"s\",\"data\":\"otgw-pi-debian\"}"));
        assertEquals(
                "This update is made for otgw-pi-rpios, this machine is otgw-pi-debian. Nothing was changed.",
                assertThrows(Installer.RefusedException.class, () -> rauc.check("x"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invalid bundle format: Failed to seek to end of bundle: Error seeking in file: Invalid argument | not a bundle
            Invalid bundle format: Signature size (1059773775985390883) exceeds bundle size      | cut off or damaged
            Invalid bundle format: Signature size is 0                                          | is not signed
            signature verification failed: Verify error: self-signed certificate                | does not trust
            signature verification failed: Verify error: unable to get local issuer certificate | does not trust
            signature verification failed: error:02000068:rsa routines::bad signature           | was changed
            signature verification failed: error:0200008A:rsa routines::invalid padding         | was changed
            Bundle format 'plain' not allowed                                                   | older format
            Invalid bundle format: Failed to open bundle for reading: No such file or directory | not there any more
            something that nobody knows              | cannot be installed: something that nobody knows. Nothing
            """)
    void raucsRefusalsBecomeSentences(String message, String part) throws IOException {
        RaucInstaller rauc = rauc("*InspectBundle*) echo \"Call failed: " + message + "\"; exit 1;;");
        String sentence = String.valueOf(assertThrows(Installer.RefusedException.class, () -> rauc.check("x"))
                .getMessage());
        assertTrue(sentence.contains(part) && sentence.endsWith("Nothing was changed."), sentence);
    }

    private static String next(String slot) {
        return answer("GetPrimary", "{\"type\":\"s\",\"data\":[\"" + slot + "\"]}");
    }

    @Test
    void anInstallationIsFollowedUntilItsEnd() throws IOException {
        Path count = folder.resolve("count");
        List<Integer> heard = new ArrayList<>();
        rauc(
                        answer("InstallBundle", "{}"),
                        answer("GetSlotStatus", SLOTS),
                        next("rootfs.1"),
                        "*Progress*) echo x >> " + count + "; echo '{\"type\":\"(isi)\",\"data\":['$(($(wc -l < "
                                + count + ") * 25))',\"copying\",1]}';;",
                        "*Operation*) if [ $(wc -l < " + count
                                + ") = 4 ]; then echo '{\"data\":\"idle\"}'; else echo '{\"data\":\"installing\"}'; fi;;",
                        answer("LastError", "{\"type\":\"s\",\"data\":\"\"}"))
                .install("/x", heard::add);
        assertEquals(List.of(25, 50, 75, 100), heard);
    }

    @Test
    void anAnswerThatFailsToComeEndsNoInstallation() throws IOException {
        Path count = folder.resolve("count");
        rauc(
                        answer("InstallBundle", "{}"),
                        answer("GetSlotStatus", SLOTS),
                        next("rootfs.1"),
                        "*Progress*) echo x >> " + count + "; [ $(wc -l < " + count
                                + ") != 2 ] || exit 1; echo '{\"data\":[50,\"copying\",1]}';;",
                        "*Operation*) if [ $(wc -l < " + count
                                + ") = 3 ]; then echo '{\"data\":\"idle\"}'; else echo '{\"data\":\"installing\"}'; fi;;",
                        answer("LastError", "{\"type\":\"s\",\"data\":\"\"}"))
                .install("/x", percent -> {});
        assertEquals(3, Files.readAllLines(count).size());
    }

    @Test
    void anInstallerThatBeganAnewHasInstalledNothing() throws IOException {
        RaucInstaller rauc = rauc(
                answer("InstallBundle", "{}"),
                answer("GetSlotStatus", SLOTS),
                next("rootfs.0"),
                answer("Progress", "{\"data\":[0,\"\",0]}"),
                answer("Operation", "{\"data\":\"idle\"}"),
                answer("LastError", "{\"type\":\"s\",\"data\":\"\"}"));
        assertEquals(
                "The installation was broken off. The running system is untouched.",
                assertThrows(IOException.class, () -> rauc.install("/x", percent -> {}))
                        .getMessage());
    }

    @Test
    void aFailedInstallationIsToldInASentence() throws IOException {
        RaucInstaller rauc = rauc(
                answer("InstallBundle", "{}"),
                answer("Progress", "{\"type\":\"(isi)\",\"data\":[40,\"copying\",1]}"),
                answer("Operation", "{\"type\":\"s\",\"data\":\"idle\"}"),
                answer(
                        "LastError",
                        "{\"type\":\"s\",\"data\":\"Installation error: Failed updating slot boot.1: Failed to copy data:"
                                + " Error reading from file: Input/output error\"}"));
        assertEquals(
                "This update is damaged: its content is not what was signed. The running system is untouched.",
                assertThrows(IOException.class, () -> rauc.install("/x", percent -> {}))
                        .getMessage());
    }

    @Test
    void theSlotsAreThoseThatBoot() throws IOException {
        List<Slot> slots =
                rauc(answer("GetSlotStatus", SLOTS), next("rootfs.0")).slots();
        assertEquals(
                List.of(
                        new Slot("A", "1.0.0", Slot.State.GOOD, true, true),
                        new Slot("B", "0.9.0", Slot.State.BAD, false, false)),
                slots);
    }

    @Test
    void theOtherSlotIsMarkedActive() throws IOException {
        rauc(
                        answer("GetSlotStatus", SLOTS),
                        answer("Mark", "{\"type\":\"ss\",\"data\":[\"rootfs.1\",\"activated slot\"]}"))
                .boot("B");
        assertTrue(Files.readString(asked).contains("Installer Mark ss active rootfs.1"));
        assertThrows(
                Installer.RefusedException.class,
                () -> rauc(answer("GetSlotStatus", SLOTS)).boot("C"));
    }
}
