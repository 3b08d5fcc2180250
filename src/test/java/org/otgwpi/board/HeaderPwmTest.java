package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeaderPwmTest {

    @TempDir
    private Path root;

    @Test
    void theChipIsKnownByItsDeviceAndItsPinsByTheDeviceTree() throws IOException {
        chip(0, "fe20c800.pwm", 1);
        chip(1, "fe20c000.pwm", 2);
        pins(1, 40, 41);
        pins(2, 12, 19);
        HeaderPwm pwm = HeaderPwm.find(root);
        assertTrue(pwm.channel(12).isPresent());
        assertTrue(pwm.channel(19).isPresent());
        assertFalse(pwm.channel(18).isPresent());
        assertFalse(pwm.channel(40).isPresent());
    }

    @Test
    void aChannelIsExportedAtItsFirstUseAndSwitchedOffAtTheEnd() throws IOException {
        Path chip = chip(3, "3f20c000.pwm", 7);
        pins(7, 18);
        SysfsPwmChannel channel = HeaderPwm.find(root).channel(18).orElseThrow();
        Files.createDirectories(chip.resolve("pwm0"));
        assertFalse(Files.exists(chip.resolve("pwm0/enable")));
        channel.dim(25);
        assertEquals("1000000", Files.readString(chip.resolve("pwm0/period")));
        assertEquals("250000", Files.readString(chip.resolve("pwm0/duty_cycle")));
        assertEquals("1", Files.readString(chip.resolve("pwm0/enable")));
        channel.release();
        assertEquals("0", Files.readString(chip.resolve("pwm0/duty_cycle")));
        assertEquals("0", Files.readString(chip.resolve("pwm0/enable")));
        assertEquals("0", Files.readString(chip.resolve("unexport")));
    }

    @Test
    void thePi5NamesItsPins() throws IOException {
        chip(0, "1f00098000.pwm", 5);
        Path group = Files.createDirectories(root.resolve("proc/device-tree/rp1/gpio/pwm0"));
        Files.write(group.resolve("phandle"), cells(5));
        Files.writeString(group.resolve("pins"), "gpio18\0gpio19\0", StandardCharsets.US_ASCII);
        assertTrue(HeaderPwm.find(root).channel(19).isPresent());
    }

    @Test
    void aMachineWithoutPwmHasNone() {
        assertFalse(HeaderPwm.find(root).channel(18).isPresent());
    }

    private Path chip(int number, String device, int handle) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve("sys/devices/platform/soc").resolve(device));
        Path chip = Files.createDirectories(folder.resolve("pwm/pwmchip" + number));
        Files.createSymbolicLink(chip.resolve("device"), folder);
        Path node = Files.createDirectories(root.resolve("proc/device-tree/soc").resolve("pwm@" + device));
        Files.write(node.resolve("pinctrl-0"), cells(handle));
        Files.createSymbolicLink(folder.resolve("of_node"), node);
        Path chips = Files.createDirectories(root.resolve("sys/class/pwm"));
        Files.createSymbolicLink(chips.resolve("pwmchip" + number), chip);
        return chip;
    }

    private void pins(int handle, int... pins) throws IOException {
        Path group = Files.createDirectories(root.resolve("proc/device-tree/soc/gpio/pwm" + handle));
        Files.write(group.resolve("phandle"), cells(handle));
        Files.write(group.resolve("brcm,pins"), cells(pins));
    }

    private static byte[] cells(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }
}
