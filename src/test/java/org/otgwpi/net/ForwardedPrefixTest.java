package org.otgwpi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardedPrefixTest {

    @ParameterizedTest
    @CsvSource({"/heating, /heating", "/heating/, /heating", "/a/b-1/c_2.x/~d, /a/b-1/c_2.x/~d", "/..a, /..a"})
    void aCleanPathIsTaken(String told, String prefix) {
        assertEquals(prefix, ForwardedPrefix.clean(told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "heating",
                "//evil.example",
                "/a//b",
                "/../etc",
                "/a/..",
                "/./a",
                "/a b",
                "/a'><script>alert(1)</script>",
                "/a\r\nSet-Cookie: x=y",
                "/a?b",
                "/a#b",
                "/a%2fb",
                "/a, /b",
                "https://evil.example/",
                "/1/2/3/4/5/6/7/8/9"
            })
    void anythingElseIsNoPrefix(String told) {
        assertEquals("", ForwardedPrefix.clean(told));
    }

    @Test
    void noHeaderIsNoPrefix() {
        assertEquals("", ForwardedPrefix.clean(null));
    }
}
