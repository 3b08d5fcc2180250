package org.otgwpi.pic;

/** Which of two versions of the gateway firmware is older: 4.0a6, 4.0b0, 4.0, 4.0.1, 4.1 (otgw-core 6.8). */
final class VersionOrder {

    private static final char END = '\0';

    private VersionOrder() {}

    /** Negative if {@code first} is older, 0 if they are the same or cannot be compared. */
    static int compare(String first, String second) {
        int a = 0;
        int b = 0;
        while (a < first.length() && b < second.length()) {
            int aEnd = digits(first, a);
            int bEnd = digits(second, b);
            if (aEnd == a || bEnd == b) {
                return 0;
            }
            int order = Long.compare(number(first, a, aEnd), number(second, b, bEnd));
            if (order != 0) {
                return order;
            }
            char aNext = at(first, aEnd);
            char bNext = at(second, bEnd);
            if (aNext != bNext) {
                for (char lower : new char[] {'a', 'b', END}) {
                    if (aNext == lower || bNext == lower) {
                        return aNext == lower ? -1 : 1;
                    }
                }
            }
            a = aEnd + 1;
            b = bEnd + 1;
        }
        return 0;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 9 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long number(String text, int from, int end) {
        return Long.parseLong(text.substring(from, end));
    }

    private static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : END;
    }
}
