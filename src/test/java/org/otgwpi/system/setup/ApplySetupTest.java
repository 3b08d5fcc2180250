package org.otgwpi.system.setup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the file that a user puts on the card, run as the device runs it. */
@SuppressWarnings("NullAway.Init")
final class ApplySetupTest {

    private static final String KEY = "ssh-ed25519 " + "A".repeat(68) + " me@home";
    private static final String WHOLE = """
            hostname=heating
            wifi_ssid=Home
            wifi_password=kept secret
            wifi_country=de
            timezone=Europe/Berlin
            ssh_key=%s
            """.formatted(KEY);

    @TempDir
    private Path folder;

    private SetupCard card;

    @BeforeEach
    void insertCard() throws IOException {
        card = new SetupCard(folder);
    }

    @Test
    void everySettingIsAppliedAndReported() throws IOException {
        card.write("otgw-setup.txt", WHOLE);
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertEquals("hostname=heating\nntptimezone=Europe/Berlin\n", card.text("data/otgw-pi/setup/wishes"));
        assertEquals(
                Path.of("/usr/share/zoneinfo/Europe/Berlin"), Files.readSymbolicLink(folder.resolve("etc/localtime")));
        assertEquals("DE\n", card.text("data/otgw-pi/setup/country"));
        assertEquals(KEY + "\n", card.text("data/ssh/authorized_keys"));
        List<String> profile = card.profile();
        assertTrue(profile.contains(SetupCard.networkName("Home")), profile.toString());
        assertTrue(profile.contains("psk=kept\\ssecret"), profile.toString());
        assertTrue(profile.contains("autoconnect-retries=0"), profile.toString());
        assertTrue(card.exists("data/otgw-pi/setup/configured"));
        for (String setting : List.of("hostname", "wifi_ssid", "wifi_country", "timezone", "ssh_key")) {
            assertTrue(card.reports("applied", setting), setting);
        }
    }

    @Test
    void whatCannotBeRememberedStaysOnTheCardForTheNextStart() throws IOException {
        Path inMemory = folder.resolve("run/otgw-data-in-memory");
        Files.createDirectories(inMemory.getParent());
        Files.createFile(inMemory);
        card.write("otgw-setup.txt", WHOLE);
        card.boot();
        assertEquals(KEY + "\n", card.text("data/ssh/authorized_keys"), "it counts for this start");
        assertEquals(WHOLE, card.text("boot/selector/otgw-setup.txt"));
        Files.delete(inMemory);
        card.boot();
        assertFalse(card.exists("boot/selector/otgw-setup.txt"));
        assertTrue(card.reports("applied", "ssh_key"));
    }

    @Test
    void aCardThatTakesNoFileIsSetUpAllTheSame() throws IOException {
        // A folder in its place stands for a partition that is full.
        for (String name : List.of("otgw-setup-password.txt", "otgw-setup-done.txt")) {
            Files.createDirectories(card.fat().resolve(name + "/full"));
        }
        card.write("otgw-setup.txt", WHOLE);
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertTrue(card.profile().contains("psk=kept\\ssecret"));
        assertFalse(card.exists("boot/selector/otgw-setup.txt"), "it is not applied again at every start");
        assertFalse(card.holds("kept secret"));
        try (Stream<Path> files = Files.list(card.fat())) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aMisspeltKeyDoesNotLeaveItsPasswordOnTheCard() throws IOException {
        card.write("otgw-setup.txt", "hostname=heating\nwifi_pass=secret1\nWi-Fi key = secret2\npassword: secret3\n");
        card.boot();
        assertFalse(card.holds("secret"), card.report());
        assertTrue(card.report().contains("hostname=heating"));
    }

    @Test
    void lineEndsOfAnOldMacAreUnderstood() throws IOException {
        card.write("otgw-setup.txt", WHOLE.replace('\n', '\r'));
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertTrue(card.profile().contains("psk=kept\\ssecret"));
        assertFalse(card.holds("kept secret"));
    }

    @Test
    void anEmptyProfileOfTheAccessPointIsMadeAnew() throws IOException {
        card.boot();
        Path profile = folder.resolve("etc/NetworkManager/system-connections/otgw-setup.nmconnection");
        Files.write(profile, new byte[0]);
        card.boot();
        String password =
                card.text("boot/selector/otgw-setup-password.txt").replaceAll("(?s).*Password: (\\S+).*", "$1");
        assertTrue(Files.readString(profile).contains("psk=" + password));
    }

    @Test
    void thePwmTakesItsPinsOnlyWhereItIsWanted() throws IOException {
        card.boot();
        assertFalse(card.exists("data/otgw-pi/setup/pwm"));
        card.write("otgw-setup.txt", "pwm = on\n");
        card.boot();
        assertTrue(card.exists("data/otgw-pi/setup/pwm"));
        assertTrue(card.reports("applied", "pwm"));
        card.write("otgw-setup.txt", "pwm = off\n");
        card.boot();
        assertFalse(card.exists("data/otgw-pi/setup/pwm"));
    }

    @Test
    void whatIsSecretIsReadableByRootOnly() throws IOException {
        card.write("otgw-setup.txt", WHOLE);
        card.boot();
        for (Path file : card.files("etc/NetworkManager/system-connections")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void noPasswordIsLeftOnTheCardAndTheFileIsRenamed() throws IOException {
        card.write("otgw-setup.txt", WHOLE + "#wifi_password=an older one\n");
        card.boot();
        assertFalse(card.holds("kept secret"));
        assertFalse(card.holds("an older one"));
        assertFalse(card.exists("boot/selector/otgw-setup.txt"));
        assertTrue(card.report().contains("wifi_ssid=Home"));
    }

    @Test
    void theShippedTemplateSaysNothingAndStays() throws IOException {
        byte[] template = Files.readAllBytes(Path.of("image/layers/system/selector/otgw-setup.txt"));
        card.write("otgw-setup.txt", template);
        card.boot();
        assertTrue(card.exists("boot/selector/otgw-setup.txt"));
        assertFalse(card.exists("boot/selector/otgw-setup-done.txt"));
        assertEquals(List.of(), card.profiles());
        assertFalse(card.exists("data/otgw-pi/setup/configured"));
    }

    @Test
    void everySettingOfTheTemplateIsKnown() throws IOException {
        String template = Files.readString(Path.of("image/layers/system/selector/otgw-setup.txt"));
        card.write("otgw-setup.txt", template.replaceAll("(?m)^#([a-z_]+=)", "$1"));
        card.boot();
        assertFalse(card.report().contains("there is no such setting"), card.report());
    }

    @Test
    void theReportedFileCanBeNamedBackAndKeepsThePassword() throws IOException {
        card.write("otgw-setup.txt", WHOLE);
        card.boot();
        card.write("otgw-setup.txt", card.report().replace("hostname=heating", "hostname=cellar"));
        card.boot();
        assertEquals("cellar\n", card.text("etc/hostname"));
        assertTrue(card.profile().contains("psk=kept\\ssecret"));
    }

    @Test
    void aSecondNetworkIsAddedAndTheSameOneReplaced() throws IOException {
        for (String[] network :
                new String[][] {{"Home", "password one"}, {"Cellar", "password two"}, {"Home", "password three"}}) {
            card.write("otgw-setup.txt", "wifi_ssid=%s\nwifi_password=%s\n".formatted(network[0], network[1]));
            card.boot();
        }
        List<String> all = card.profiles().stream().flatMap(List::stream).toList();
        assertEquals(2, card.profiles().size());
        assertTrue(all.contains("psk=password\\sthree"));
        assertTrue(all.contains("psk=password\\stwo"));
    }

    @Test
    void notepadsByteOrderMarkLineEndsAndQuotesDoNotMatter() throws IOException {
        card.write(
                "otgw-setup.txt",
                "\uFEFFHost Name = heating\r\nWIFI-SSID = \" Müller; # 1\"\r\nwifi_password=ab\"cd'ef\r\n");
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertTrue(card.profile().contains(SetupCard.networkName(" Müller; # 1")));
        assertTrue(card.profile().contains("psk=ab\"cd'ef"));
    }

    @Test
    void textInLatin1AndUtf16IsUnderstood() throws IOException {
        card.write("otgw-setup.txt", "wifi_ssid=Müller\r\nwifi_password=12345678\r\n".getBytes(ISO_8859_1));
        card.boot();
        assertTrue(card.profile().contains(SetupCard.networkName("Müller")));
        card.write("otgw-setup.txt", "\uFEFFhostname=wide\r\n".getBytes(UTF_16LE));
        card.boot();
        assertEquals("wide\n", card.text("etc/hostname"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname=$(touch /tmp/x)",
                "hostname=a;b",
                "hostname=../x",
                "hostname=-a",
                "hostname=12",
                "hostname=localhost",
                "timezone=../../etc/shadow",
                "timezone=Europe/Nowhere",
                "timezone=Europe",
                "wifi_country=Germany",
                "wifi_country=1;",
                "address=300.1.1.1",
                "address=1.2.3.4/33",
                "ssh_key=command=\"reboot\" ssh-ed25519 AAAA",
                "ssh_key=ssh-ed25519 short",
                "ssh=on",
                "pwm=maybe",
                "setup_password=short",
                "setup_password=with blanks in it",
                "psk=without a name"
            })
    void whatIsWrongIsRefusedWithAReasonAndChangesNothing(String line) throws IOException {
        card.boot();
        SortedMap<String, String> before = card.everything();
        card.write("otgw-setup.txt", line + "\n");
        card.boot();
        SortedMap<String, String> after = card.everything();
        String report = after.remove("boot/selector/otgw-setup-done.txt");
        assertTrue(report != null && report.contains("#> refused"), report);
        assertEquals(before, after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wifi_ssid=Home\nwifi_password=short",
                "wifi_ssid=a name that is longer than a Wi-Fi name\nwifi_password=12345678",
                "wifi_ssid=Home\nwifi_password=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
            })
    void aNetworkThatCannotBeJoinedIsRefused(String lines) throws IOException {
        card.write("otgw-setup.txt", lines + "\nhostname=heating\n");
        card.boot();
        assertEquals(List.of(), card.profiles());
        assertFalse(card.exists("data/otgw-pi/setup/configured"));
        assertEquals("heating\n", card.text("etc/hostname"), "the rest counts");
    }

    @Test
    void valuesCannotLeaveTheirLineOfTheProfile() throws IOException {
        card.write("otgw-setup.txt", "wifi_ssid=a\u0001[ipv4]\u000bmethod=x\nwifi_password=\\n[proxy]\\s\\\\ $x`y`\n");
        card.boot();
        List<String> profile = card.profile();
        assertTrue(profile.contains(SetupCard.networkName("a?[ipv4]?method=x")), profile.toString());
        assertTrue(profile.contains("psk=\\\\n[proxy]\\\\s\\\\\\\\\\s$x`y`"), profile.toString());
        assertEquals(5, profile.stream().filter(line -> line.startsWith("[")).count());
    }

    @Test
    void aFixedAddressGoesToTheWifiOfTheSameFileOrElseToTheCable() throws IOException {
        String address = "address=192.168.1.50/24\ngateway=192.168.1.1\ndns=192.168.1.1, 9.9.9.9\n";
        card.write("otgw-setup.txt", "wifi_ssid=Home\nwifi_password=12345678\n" + address);
        card.boot();
        assertTrue(card.profile()
                .containsAll(List.of(
                        "type=wifi",
                        "method=manual",
                        "address1=192.168.1.50/24,192.168.1.1",
                        "dns=192.168.1.1;9.9.9.9;")));
        card.write("otgw-setup.txt", address);
        card.boot();
        List<String> all = card.profiles().stream().flatMap(List::stream).toList();
        assertTrue(all.contains("type=ethernet"));
        card.write("otgw-setup.txt", "address=dhcp\n");
        card.boot();
        assertEquals(1, card.profiles().size());
        card.write("otgw-setup.txt", "address=192.168.01.50/24\n");
        card.boot();
        assertTrue(card.reports("refused", "address"), "NetworkManager takes no leading zeros");
    }

    @Test
    void sshIsOffUnlessAKeyIsGivenAndCanBeSwitchedOffAgain() throws IOException {
        card.boot();
        assertFalse(card.exists("data/ssh/authorized_keys"));
        card.write("otgw-setup.txt", "ssh_key=" + KEY + "\nssh_key=" + KEY + "2\n");
        card.boot();
        assertEquals(KEY + "\n" + KEY + "2\n", card.text("data/ssh/authorized_keys"));
        card.write("otgw-setup.txt", "ssh=off\n");
        card.boot();
        assertFalse(card.exists("data/ssh/authorized_keys"));
    }

    @Test
    void aFileThatIsNoTextIsRefusedWholeAndGone() throws IOException {
        for (byte[] bytes :
                List.of(SetupCard.repeated('a', 1 << 20), "hostname=a\0b\nwifi_ssid=x\n".getBytes(ISO_8859_1))) {
            card.write("otgw-setup.txt", bytes);
            card.boot();
            assertTrue(card.reports("refused", "otgw-setup.txt"));
            assertFalse(card.exists("etc/hostname"));
            assertFalse(card.exists("boot/selector/otgw-setup.txt"));
            assertTrue(Files.size(folder.resolve("boot/selector/otgw-setup-done.txt")) < 1000);
        }
    }

    @Test
    void noRandomBytesMakeItFailOrWriteABrokenProfile() throws IOException {
        Random random = new Random(7);
        String[] keys = {"hostname=", "wifi_ssid=", "wifi_password=", "address=", "\n", "\r", "=", "ssh_key=", "dns="};
        for (int round = 0; round < 25; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 60; i++) {
                bytes.writeBytes(keys[random.nextInt(keys.length)].getBytes(ISO_8859_1));
                byte[] noise = new byte[random.nextInt(20)];
                random.nextBytes(noise);
                for (byte b : noise) {
                    bytes.write(b == 0 ? 'x' : b);
                }
            }
            card.write("otgw-setup.txt", bytes.toByteArray());
            card.boot();
            for (List<String> profile : card.profiles()) {
                assertTrue(
                        profile.stream()
                                .allMatch(line -> line.isEmpty() || line.matches("\\[[a-z0-9-]+]|[a-z0-9-]+=.*")),
                        profile.toString());
            }
        }
    }

    @Test
    void aPowerCutAtAnyMomentLosesNothing() throws IOException {
        card.write("otgw-setup.txt", WHOLE);
        card.write("otgw-setup-ap", "");
        card.boot();
        SortedMap<String, String> whole = card.everything();
        int cuts = 0;
        for (int count = 1; ; count++) {
            Path other = Files.createDirectories(folder.resolve("cut" + count));
            SetupCard cut = new SetupCard(other);
            cut.write("otgw-setup.txt", WHOLE);
            cut.write("otgw-setup-ap", "");
            if (!cut.bootUntilSync(count)) {
                break;
            }
            cuts++;
            cut.boot();
            SortedMap<String, String> after = cut.everything();
            after.keySet().removeIf(name -> name.contains(".new."));
            after.replace("data/otgw-pi/setup/wishes", whole.getOrDefault("data/otgw-pi/setup/wishes", ""));
            assertEquals(whole, after, "cut at sync " + count);
            assertTrue(card.text("data/otgw-pi/setup/wishes").startsWith("hostname=heating"));
            assertFalse(cut.holds("kept secret"));
        }
        assertTrue(cuts > 15, cuts + " moments");
    }

    @Test
    void theAccessPointHasAPasswordOfThisDeviceThatStandsOnTheCard() throws IOException {
        card.boot();
        String paper = card.text("boot/selector/otgw-setup-password.txt");
        String profile = card.text("etc/NetworkManager/system-connections/otgw-setup.nmconnection");
        String password = paper.replaceAll("(?s).*Password: (\\S+).*", "$1");
        assertTrue(password.matches("([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}"), password);
        assertTrue(profile.contains("psk=" + password));
        card.boot();
        assertEquals(paper, card.text("boot/selector/otgw-setup-password.txt"));
        card.write("otgw-setup.txt", "setup_password=chosen-by-me\n");
        card.boot();
        assertTrue(card.text("etc/NetworkManager/system-connections/otgw-setup.nmconnection")
                .contains("psk=chosen-by-me"));
        assertTrue(card.text("boot/selector/otgw-setup-password.txt").contains("chosen-by-me"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"otgw-setup-ap", "otgw-setup-ap.txt"})
    void theFlagFileAsksForTheAccessPointOnce(String name) throws IOException {
        card.write(name, "");
        card.boot();
        assertTrue(card.exists("data/otgw-pi/setup/open-access-point"));
        assertFalse(card.exists("boot/selector/" + name));
    }

    @Test
    void whatRaspberryPiImagerWritesAsAShellScriptIsReadAndNeverRun() throws IOException {
        card.write("firstrun.sh", """
                #!/bin/sh
                touch %s
                if [ -f /usr/lib/raspberrypi-sys-mods/imager_custom ]; then
                   /usr/lib/raspberrypi-sys-mods/imager_custom set_hostname heating
                else
                   echo other >/etc/hostname
                fi
                   /usr/lib/raspberrypi-sys-mods/imager_custom enable_ssh -k '%s'
                   /usr/lib/raspberrypi-sys-mods/imager_custom set_wlan  -h 'Bob'"'"'s $net' '%s' 'GB'
                   /usr/lib/raspberrypi-sys-mods/imager_custom set_timezone 'Europe/Berlin'
                rm -f /boot/firstrun.sh
                """.formatted(folder.resolve("ran"), KEY, "ab".repeat(32)));
        card.write(
                "cmdline.txt", "console=tty1 root=x systemd.run=/boot/firstrun.sh systemd.run_success_action=reboot\n");
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertTrue(card.profile()
                .containsAll(List.of(SetupCard.networkName("Bob's $net"), "psk=" + "ab".repeat(32), "hidden=true")));
        assertEquals(KEY + "\n", card.text("data/ssh/authorized_keys"));
        assertEquals("GB\n", card.text("data/otgw-pi/setup/country"));
        assertFalse(card.exists("ran"));
        assertFalse(card.exists("boot/selector/firstrun.sh"));
        assertEquals("console=tty1 root=x\n", card.text("boot/selector/cmdline.txt"));
    }

    @Test
    void whatRaspberryPiImagerWritesForCloudInitIsRead() throws IOException {
        card.write("user-data", """
                #cloud-config
                hostname: heating
                timezone: Europe/Berlin
                users:
                - name: pi
                  ssh_authorized_keys:
                    - %s
                  lock_passwd: true
                ssh_pwauth: false
                """.formatted(KEY));
        card.write("network-config", """
                network:
                  version: 2
                  ethernets:
                    eth0:
                      dhcp4: true
                      optional: true
                  wifis:
                    wlan0:
                      dhcp4: true
                      regulatory-domain: "DE"
                      access-points:
                        "My \\"net\\"":
                          hidden: true
                          password: "hush\\\\hushhush"
                      optional: true
                """);
        card.boot();
        assertEquals("heating\n", card.text("etc/hostname"));
        assertEquals("DE\n", card.text("data/otgw-pi/setup/country"));
        assertTrue(card.profile()
                .containsAll(List.of(SetupCard.networkName("My \"net\""), "psk=hush\\\\hushhush", "hidden=true")));
        assertEquals(KEY + "\n", card.text("data/ssh/authorized_keys"));
        assertFalse(card.holds("hushhush"));
    }

    @Test
    void whatRaspberryPiImagerWritesAsTomlIsReadAndTheUsersOwnFileWins() throws IOException {
        card.write("custom.toml", """
                config_version = 1
                [system]
                hostname = "fromimager"
                [ssh]
                enabled = true
                authorized_keys = [ "%s" ]
                [wlan]
                ssid = "Home"
                password = "%s"
                password_encrypted = true
                hidden = false
                country = "GB"
                [locale]
                timezone = "Europe/Berlin"
                """.formatted(KEY, "0f".repeat(32)));
        card.write("otgw-setup.txt", "hostname=mine\n");
        card.boot();
        assertEquals("mine\n", card.text("etc/hostname"));
        assertTrue(card.profile().containsAll(List.of(SetupCard.networkName("Home"), "psk=" + "0f".repeat(32))));
        assertEquals("GB\n", card.text("data/otgw-pi/setup/country"));
    }

    @Test
    void anUntouchedTemplateOfCloudInitIsLeftAlone() throws IOException {
        card.write("user-data", "#cloud-config\n#hostname: x\n");
        card.write("network-config", "#network:\n#  wifis:\n#    access-points:\n#      \"x\":\n");
        card.boot();
        assertTrue(card.exists("boot/selector/user-data"));
        assertFalse(card.exists("boot/selector/otgw-setup-done.txt"));
    }
}
