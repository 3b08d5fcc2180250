package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a client may send and what must come of it, each case named after its section of RFC 6455. */
final class Rfc6455Cases {
    static final int LIMIT = 15_360;

    /**
     * @param name section and what is tried
     * @param bytes what the client sends after the handshake
     * @param expected events in order: {@code text:}, {@code binary:}, {@code ping:}, {@code pong:} with the payload's
     *     length, {@code close:} and {@code fail:} with the code
     * @param limit largest message
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Case(String name, byte[] bytes, List<String> expected, int limit) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() {
        Rfc6455Cases table = new Rfc6455Cases();
        table.framing();
        table.lengths();
        table.control();
        table.fragmentation();
        table.closing();
        table.utf8();
        table.limits();
        return table.cases;
    }

    private void add(String name, byte[] bytes, String... expected) {
        cases.add(new Case("RFC 6455 " + name, bytes, List.of(expected), LIMIT));
    }

    private static byte[] frame(int firstByte, int length) {
        byte[] payload = new byte[length];
        java.util.Arrays.fill(payload, (byte) 'a');
        return RawClient.frame(firstByte, payload);
    }

    private static byte[] frame(int firstByte, String hex) {
        return RawClient.frame(firstByte, hex(hex));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private void framing() {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            add("5.2: reserved opcode " + opcode, frame(0x80 | opcode, 1), "fail:1002");
        }
        add("5.2: reserved opcode without FIN", frame(0x03, 1), "fail:1002");
        for (int bit : new int[] {0x40, 0x20, 0x10}) {
            add("5.2: reserved bit " + bit + " on text", frame(0x81 | bit, 1), "fail:1002");
            add("5.2: reserved bit " + bit + " on ping", frame(0x89 | bit, 1), "fail:1002");
        }
        add("5.2: reserved bit on a continuation", join(frame(0x01, 1), frame(0xC0, 1)), "fail:1002");
        for (int opcode : new int[] {1, 2, 8, 9, 10}) {
            add(
                    "5.1: unmasked frame with opcode " + opcode,
                    new byte[] {(byte) (0x80 | opcode), 2, 3, (byte) 0xE8},
                    "fail:1002");
        }
        add("5.1: unmasked empty text", hex("81 00"), "fail:1002");
        add("5.3: mask of zeros", hex("81 82 00000000 6869"), "text:2");
        add("5.3: the example of section 5.7", hex("81 85 37fa213d 7f9f4d5158"), "text:5");
        add("5.6: empty text", frame(0x81, 0), "text:0");
        add("5.6: text", frame(0x81, 5), "text:5");
        add("5.6: binary with any bytes", frame(0x82, "00ff80c0fe"), "binary:5");
        add(
                "5.6: many messages in one packet",
                join(frame(0x81, 1), frame(0x82, 2), frame(0x81, 3)),
                "text:1",
                "binary:2",
                "text:3");
    }

    private void lengths() {
        for (int length : new int[] {1, 124, 125, 126, 127, 128, 255, 256, 15_359, 15_360}) {
            add("5.2: text of " + length + " bytes", frame(0x81, length), "text:" + length);
        }
        for (int length : new int[] {65_535, 65_536, 100_000}) {
            cases.add(new Case(
                    "RFC 6455 5.2: binary of " + length + " bytes",
                    frame(0x82, length),
                    List.of("binary:" + length),
                    1 << 20));
        }
        add("5.2: 16-bit length for 125 bytes", join(hex("82 fe 007d 00000000"), new byte[125]), "fail:1002");
        add("5.2: 16-bit length of 0", hex("81 fe 0000 00000000"), "fail:1002");
        add("5.2: 64-bit length for 126 bytes", hex("82 ff 000000000000007e"), "fail:1002");
        add("5.2: 64-bit length for 65535 bytes", hex("82 ff 000000000000ffff"), "fail:1002");
        add("5.2: 64-bit length with the highest bit set", hex("82 ff 8000000000000001"), "fail:1002");
    }

    private void control() {
        add("5.5.2: empty ping", frame(0x89, 0), "ping:0");
        add("5.5.2: ping of 125 bytes", frame(0x89, 125), "ping:125");
        add("5.5.2: ping with bytes that are no UTF-8", frame(0x89, "ff00fe80"), "ping:4");
        add(
                "5.5.2: ten pings in one packet",
                join(
                        frame(0x89, 1),
                        frame(0x89, 2),
                        frame(0x89, 3),
                        frame(0x89, 4),
                        frame(0x89, 5),
                        frame(0x89, 6),
                        frame(0x89, 7),
                        frame(0x89, 8),
                        frame(0x89, 9),
                        frame(0x89, 10)),
                "ping:1",
                "ping:2",
                "ping:3",
                "ping:4",
                "ping:5",
                "ping:6",
                "ping:7",
                "ping:8",
                "ping:9",
                "ping:10");
        add("5.5.3: unsolicited empty pong", frame(0x8A, 0), "pong:0");
        add("5.5.3: unsolicited pong with data", frame(0x8A, 9), "pong:9");
        for (int opcode : new int[] {8, 9, 10}) {
            add("5.5: control frame " + opcode + " of 126 bytes", frame(0x80 | opcode, 126), "fail:1002");
            add(
                    "5.5: control frame " + opcode + " of 65536 bytes",
                    hex(Integer.toHexString(0x80 | opcode) + " ff"),
                    "fail:1002");
            add("5.5: control frame " + opcode + " without FIN", frame(opcode, 0), "fail:1002");
        }
        add("5.4: ping between fragments", join(frame(0x01, 1), frame(0x89, 2), frame(0x80, 1)), "ping:2", "text:2");
        add("5.4: pong between fragments", join(frame(0x02, 1), frame(0x8A, 2), frame(0x80, 1)), "pong:2", "binary:2");
        add("5.5.1: close between fragments", join(frame(0x01, 1), RawClient.close(1000)), "close:1000");
    }

    private void fragmentation() {
        add("5.4: two fragments", join(frame(0x01, 3), frame(0x80, 4)), "text:7");
        add("5.4: binary in three fragments", join(frame(0x02, 3), frame(0x00, 4), frame(0x80, 5)), "binary:12");
        add("5.4: empty fragments", join(frame(0x01, 0), frame(0x00, 0), frame(0x80, 0)), "text:0");
        add("5.4: empty first and last fragment", join(frame(0x01, 0), frame(0x00, 4), frame(0x80, 0)), "text:4");
        add("5.4: continuation without a beginning", frame(0x80, 1), "fail:1002");
        add("5.4: unfinished continuation without a beginning", frame(0x00, 1), "fail:1002");
        add("5.4: continuation after a finished message", join(frame(0x81, 1), frame(0x80, 1)), "text:1", "fail:1002");
        add("5.4: text inside a text", join(frame(0x01, 1), frame(0x81, 1)), "fail:1002");
        add("5.4: binary inside a text", join(frame(0x01, 1), frame(0x82, 1)), "fail:1002");
        add("5.4: unfinished text inside a binary", join(frame(0x02, 1), frame(0x01, 1)), "fail:1002");
        byte[][] hundred = new byte[100][];
        for (int i = 0; i < 100; i++) {
            hundred[i] = frame(i == 0 ? 0x01 : i == 99 ? 0x80 : 0x00, 1);
        }
        add("5.4: a hundred fragments", join(hundred), "text:100");
        add(
                "5.4: two fragmented messages in a row",
                join(frame(0x01, 1), frame(0x80, 1), frame(0x02, 1), frame(0x80, 1)),
                "text:2",
                "binary:2");
    }

    private void closing() {
        add("5.5.1: close without a code", frame(0x88, 0), "close:1005");
        add("5.5.1: close with one byte", frame(0x88, "03"), "fail:1002");
        add("5.5.1: close with code and reason", frame(0x88, "03e8 627965"), "close:1000");
        add("5.5.1: close with the longest reason", join(frame(0x88, "03e8" + "61".repeat(123))), "close:1000");
        add("5.5.1: close with a reason that is no UTF-8", frame(0x88, "03e8 c3"), "fail:1007");
        add("5.5.1: close with a surrogate in the reason", frame(0x88, "03e8 eda080"), "fail:1007");
        add(
                "5.5.1: nothing counts after close",
                join(RawClient.close(1000), frame(0x89, 1), frame(0x83, 1)),
                "close:1000");
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
            add("7.4.1: close code " + code, RawClient.close(code), "close:" + code);
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1012, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            add("7.4.2: close code " + code + " may not be sent", RawClient.close(code), "fail:1002");
        }
    }

    private void utf8() {
        String[] valid = {
            "c2a2",
            "e282ac",
            "f09f92a9",
            "c280",
            "dfbf",
            "e0a080",
            "ed9fbf",
            "ee8080",
            "efbfbf",
            "f0908080",
            "f48fbfbf",
            "efbbbf61",
            "00",
            "7f"
        };
        for (String text : valid) {
            add("8.1: valid UTF-8 " + text, frame(0x81, text), "text:" + text.length() / 2);
        }
        String[] invalid = {
            "80",
            "bf",
            "c0af",
            "c1bf",
            "e08080",
            "e09fbf",
            "eda080",
            "edbfbf",
            "f0808080",
            "f08fbfbf",
            "f4908080",
            "f5808080",
            "f8888080",
            "fe",
            "ff",
            "c2",
            "e282",
            "f09f92",
            "c241",
            "e28241",
            "61ff62"
        };
        for (String text : invalid) {
            add("8.1: invalid UTF-8 " + text, frame(0x81, text), "fail:1007");
        }
        for (int cut = 1; cut < 4; cut++) {
            byte[] whole = "\uD83D\uDCA9".getBytes(UTF_8);
            byte[] first = java.util.Arrays.copyOf(whole, cut);
            byte[] rest = java.util.Arrays.copyOfRange(whole, cut, 4);
            add(
                    "8.1: a character split over fragments behind byte " + cut,
                    join(RawClient.frame(0x01, first), frame(0x89, 0), RawClient.frame(0x80, rest)),
                    "ping:0",
                    "text:4");
            add(
                    "8.1: a character cut off behind byte " + cut,
                    join(RawClient.frame(0x01, first), frame(0x80, 0)),
                    "fail:1007");
        }
        add("8.1: invalid UTF-8 fails in the first fragment", join(frame(0x01, "61ff"), frame(0x80, 0)), "fail:1007");
        add(
                "8.1: invalid UTF-8 fails before its frame is complete",
                RawClient.frame(0x81, hex("ff"), 100),
                "fail:1007");
        add("8.1: binary is not checked", frame(0x82, "fffe"), "binary:2");
    }

    private void limits() {
        add("7.4.1: text of 15361 bytes", frame(0x81, 15_361), "fail:1009");
        add("7.4.1: only the header of 15361 bytes", RawClient.frame(0x82, new byte[0], 15_361), "fail:1009");
        add("7.4.1: an announced 2^62 bytes", RawClient.frame(0x82, new byte[0], 1L << 62), "fail:1009");
        add("7.4.1: an announced 2^63-1 bytes", hex("82 ff 7fffffffffffffff"), "fail:1009");
        add("7.4.1: fragments that add up to 15360 bytes", join(frame(0x02, 15_000), frame(0x80, 360)), "binary:15360");
        add("7.4.1: fragments that add up to 15361 bytes", join(frame(0x02, 15_000), frame(0x80, 361)), "fail:1009");
        add(
                "7.4.1: the limit is per message",
                join(frame(0x82, 15_000), frame(0x82, 15_000)),
                "binary:15000",
                "binary:15000");
    }
}
