package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressingTest {

    @Test
    void anAddressWithRouterAndNameServersIsTaken() {
        Addressing addressing = Addressing.manual("192.168.1.50/24", "192.168.1.1", List.of("9.9.9.9"));
        assertTrue(addressing.manual());
        assertEquals("192.168.1.50/24", addressing.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "192.168.1.50", "192.168.1.50/7", "192.168.1.50/31", "192.168.1.256/24", "192.168.1/24",
                "192.168.1.1.1/24", "192.168.01.1/24", "192.168.1.50/24/1", " 192.168.1.50/24", "a/24", "192.168.1./24"
            })
    void anAddressOfAnotherFormIsRefusedWithASentence(String address) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Addressing.manual(address, "", List.of()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("192.168.1.50/24"));
    }

    @Test
    void aWrongRouterOrNameServerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Addressing.manual("10.0.0.2/8", "router", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Addressing.manual("10.0.0.2/8", "", List.of("x")));
        assertThrows(
                IllegalArgumentException.class,
                () -> Addressing.manual("10.0.0.2/8", "", List.of("1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4")));
    }
}
