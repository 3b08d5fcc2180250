package org.otgwpi.pic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a field of the summary line writes a data word (otgw-core 1.7). */
public enum SummaryFormat {
    /** {@code 00000010/00001100}: both bytes, the most significant bit first. */
    FLAGS("([01]{8})/([01]{8})", 2),
    /** {@code 33/17}: both bytes. */
    BYTES("(\\d{1,3})/(\\d{1,3})", 10),
    /** {@code 25}: the low byte; the high byte is not told. */
    LOW_BYTE("()(\\d{1,3})", 10),
    /** {@code 52072}. */
    UNSIGNED("(\\d{1,5})", 10),
    /** {@code -28}. */
    SIGNED("(-?\\d{1,5})", 10),
    /** {@code 20.50}: f8.8 without sign. */
    FLOAT("(\\d{1,3}\\.\\d\\d)", 10),
    /** {@code -3.30}: f8.8. */
    SIGNED_FLOAT("(-?\\d{1,3}\\.\\d\\d)", 10);

    private final Pattern form;
    private final int radix;

    SummaryFormat(String form, int radix) {
        this.form = Pattern.compile(form);
        this.radix = radix;
    }

    /** The word written as {@code text}, 0 to 65535, or -1 if this is not how it is written. */
    public int word(String text) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        return switch (this) {
            case FLAGS, BYTES, LOW_BYTE -> bytes(matcher.group(1), matcher.group(2));
            case UNSIGNED -> within(0, Integer.parseInt(text), 0xFFFF);
            case SIGNED -> within(Short.MIN_VALUE, Integer.parseInt(text), Short.MAX_VALUE);
            // The greatest words are printed rounded up to a number that no word has.
            case FLOAT -> text.equals("256.00") ? 0xFFFF : PicNumber.nearestWord(text);
            case SIGNED_FLOAT -> text.equals("128.00") ? 0x7FFF : PicNumber.nearestWord(text);
        };
    }

    /** Writes a word of 0 to 65535. */
    public String print(int word) {
        int high = word >>> 8;
        int low = word & 0xFF;
        return switch (this) {
            case FLAGS -> bits(high) + "/" + bits(low);
            case BYTES -> high + "/" + low;
            case LOW_BYTE -> Integer.toString(low);
            case UNSIGNED -> Integer.toString(word);
            case SIGNED -> Integer.toString((short) word);
            case FLOAT -> PicNumber.printUnsigned(word);
            case SIGNED_FLOAT -> PicNumber.print(word);
        };
    }

    private int bytes(String high, String low) {
        int highByte = high.isEmpty() ? 0 : Integer.parseInt(high, radix);
        int lowByte = Integer.parseInt(low, radix);
        return highByte > 0xFF || lowByte > 0xFF ? -1 : highByte << 8 | lowByte;
    }

    private static int within(int least, int number, int most) {
        return number < least || number > most ? -1 : number & 0xFFFF;
    }

    private static String bits(int number) {
        return String.format(Locale.ROOT, "%8s", Integer.toBinaryString(number)).replace(' ', '0');
    }
}
