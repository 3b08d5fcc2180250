package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HostNameTest {

    private static final String SERIAL = "00000000abcd1234";

    private static String used(String wished) {
        return HostName.of(wished, SERIAL).used();
    }

    @Test
    void aValidNameStaysAsItIs() {
        for (String name : List.of("OTGW", "otgw", "OTGW-2", "a", "9a", "cv--ketel", "x".repeat(63))) {
            assertEquals(name, used(name));
            assertFalse(HostName.of(name, SERIAL).mapped());
        }
    }

    @Test
    void whatANetworkCannotUseIsMapped() {
        assertEquals("My-OTGW-1", used("My OTGW_1"));
        assertEquals("Kuche", used("Küche"));
        assertEquals("otgw", used("otgw.local"));
        assertEquals("otgw", used("  -otgw- "));
        assertEquals("a-b", used("a!?&b"));
        assertEquals("x".repeat(63), used("x".repeat(80)));
        assertEquals("x".repeat(62), used("x".repeat(62) + "-yyy"));
    }

    @Test
    void numbersAndLocalhostGetAPrefix() {
        assertEquals("OTGW-127", used("127"));
        assertEquals("OTGW-localhost", used("localhost"));
        assertEquals("OTGW-10", used("10.0.0.1"));
    }

    @Test
    void whenNothingIsLeftItIsNamedAfterTheBoard() {
        for (String name : List.of("", " ", "---", "...", "日本", ".local")) {
            assertEquals("OTGW-cd1234", used(name), name);
        }
        assertEquals("OTGW", HostName.of("", "").used());
    }

    @Test
    void theUserSeesBothNames() {
        assertTrue(HostName.of("My OTGW", SERIAL).mapped());
        assertEquals(
                "A network cannot use the host name \"My OTGW\", so this device is called My-OTGW.local.",
                HostName.of("My OTGW", SERIAL).sentence());
        assertEquals(
                "This device is called OTGW.local.", HostName.of("OTGW", SERIAL).sentence());
    }

    @Test
    void whateverIsWishedTheNameIsOneLabelAndStaysItself() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String wished = random.ints(random.nextInt(80), 0, random.nextBoolean() ? 128 : 0x2000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String used = used(wished);
            assertTrue(used.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"), used);
            assertEquals(used, used(used));
        }
    }
}
