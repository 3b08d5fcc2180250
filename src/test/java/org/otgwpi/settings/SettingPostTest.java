package org.otgwpi.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingPostTest {

    @Test
    void aJsonObjectIsReadAsJson() {
        assertPost("mqttbroker", "192.168.1.5", "{\"name\":\"mqttbroker\",\"value\":\"192.168.1.5\"}");
        assertPost("ledblink", "true", "{\"name\":\"ledblink\",\"value\":true}");
        assertPost("x", "9", "{\"name\":\"x\",\"value\":9}");
        assertPost("x", "-1.5", " { \"VALUE\" : -1.5 , \"Name\" : \" x \", \"more\":[1] } ");
        assertPost("otgwcommands", "SR=21:1,2;{\"}", "{\"name\":\"otgwcommands\",\"value\":\"SR=21:1,2;{\\\"}\"}");
        assertPost("mqttuser", "", "{\"name\":\"mqttuser\",\"value\":\"\"}");
        assertPost("b", "v".repeat(253), "{\"name\":\"b\",\"value\":\"" + "v".repeat(253) + "\"}");
    }

    @Test
    void anythingElseIsSplitAsTheOriginalDoes() {
        assertPost("ledblink", "true", "{name:ledblink,value:true}");
        assertPost("ledblink", "true", "name:ledblink,value:true");
        assertPost("ledblink", "on", " { \"NAME\" : ledblink , 'x':1, VALUE : on }");
        assertPost("otgwcommands", "SR=21", "name:otgwcommands,value:SR=21:1,2");
        assertPost("b", "2", "name:a,value:1,name:b,value:2");
        assertPost("ledblink", "true", "{\"name\":\"ledblink\",\"value\":\"true\"");
        assertPost("ledblink", "true", "\"name:ledblink,value:true\"");
        assertPost("mqttuser", "", "name:mqttuser,value:");
    }

    @Test
    void onlyFivePiecesCount() {
        assertPost("b", "1", "x,y,z,name:b,value:1");
        assertNull(SettingPost.parse("w,x,y,z,name:b,value:1"));
        assertNull(SettingPost.parse(",,,,name:b,value:1"));
    }

    @Test
    void aSplitNameHas23BytesAndAValue99AtMost() {
        assertPost("n".repeat(23), "v".repeat(99), "name:" + "n".repeat(23) + ",value:" + "v".repeat(99));
        assertNull(SettingPost.parse("name:" + "n".repeat(24) + ",value:1"));
        assertNull(SettingPost.parse("name:n,value:" + "v".repeat(100)));
        assertNull(SettingPost.parse("name:n,value:" + "é".repeat(50)));
        assertPost("n", "1", "name:n,value:1,value:" + "v".repeat(100));
    }

    @Test
    void onlyTheFirst255BytesAreSplit() {
        assertNull(SettingPost.parse("name:n," + " ".repeat(248) + "value:1"));
        assertPost("n", "12", "name:n," + " ".repeat(240) + "value:123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"name\":\"x\"}",
                "{\"value\":\"x\"}",
                "{\"name\":\"\",\"value\":\"x\"}",
                "{\"name\":\"x\",\"value\":null}",
                "{\"name\":\"x\",\"value\":[1]}",
                "{\"name\":{},\"value\":1}",
                "name,value",
                "name:x",
                "value:x",
                "name:,value:x",
                "=&;"
            })
    void whatHoldsNoNameAndValueIsNoPost(String body) {
        assertNull(SettingPost.parse(body));
    }

    private static void assertPost(String name, String value, String body) {
        assertEquals(new SettingPost(name, value), SettingPost.parse(body), body);
    }
}
