package org.otgwpi.pic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memories of the two chips as a programmer sees them (otgw-core 6.1). Addresses count words of 14 bits. */
public enum FlashLayout {
    /** Writes blocks of four words. */
    PIC16F88(PicModel.PIC16F88, 1, 0x1000, 0x2100, 4, 0x158A),
    /** Writes up to a row at once. */
    PIC16F1847(PicModel.PIC16F1847, 2, 0x2000, 0xF000, 1, 0x319F);

    /** A word that holds nothing. */
    public static final int ERASED = 0x3FFF;

    /** Words of the smallest piece that can be erased. */
    public static final int ROW_WORDS = 32;

    /** Bytes of the memory for settings and texts. */
    public static final int EEPROM_BYTES = 256;

    /** Where the code is put that leads to the boot loader while the program is incomplete. */
    public static final int FAIL_SAFE_ADDRESS = 0x20;

    private static final int CALL = 0x2000;
    private static final int CALL_TARGET_MASK = 0x7FF;
    private static final int MAGIC_CALL_MASK = 0x3E00;
    private static final int MAGIC_CALL = 0x2600;
    private static final int GOTO_FAIL_SAFE = 0x2820;
    private static final int PAGE_BIT_88 = 0x800;
    private static final int SECOND_PAGE_88 = 0x158A;
    private static final int FIRST_PAGE_88 = 0x118A;
    private static final int PAGE_1847 = 0x3180;

    private final PicModel model;
    private final int loaderMajor;
    private final int programWords;
    private final int eepromStart;
    private final int wordsPerCount;
    private final int firstWord;

    FlashLayout(PicModel model, int loaderMajor, int programWords, int eepromStart, int wordsPerCount, int firstWord) {
        this.model = model;
        this.loaderMajor = loaderMajor;
        this.programWords = programWords;
        this.eepromStart = eepromStart;
        this.wordsPerCount = wordsPerCount;
        this.firstWord = firstWord;
    }

    /** The chip whose boot loader has this major version, or null if none has. */
    public static @Nullable FlashLayout ofLoader(int majorVersion) {
        return find(each -> each.loaderMajor == majorVersion);
    }

    /** The chip that a program starting with these words is for, or null if it is for none. */
    static @Nullable FlashLayout ofProgram(int first, int second) {
        return (second & MAGIC_CALL_MASK) == MAGIC_CALL ? find(each -> each.firstWord == (first & ERASED)) : null;
    }

    public PicModel model() {
        return model;
    }

    /** Size of the program memory. */
    public int programWords() {
        return programWords;
    }

    /** How many words one count of the loader's write command means. */
    public int wordsPerCount() {
        return wordsPerCount;
    }

    /** The byte of the EEPROM that an address of a hex file stands for, or -1. */
    int eepromByte(int address) {
        int offset = address - eepromStart;
        return offset >= 0 && offset < EEPROM_BYTES ? offset : -1;
    }

    /** The code that calls the loader for ever; {@code loaderStart} is what the loader itself reports. */
    public List<Integer> failSafeCode(int loaderStart) {
        int call = CALL | (loaderStart & CALL_TARGET_MASK);
        return switch (this) {
            case PIC16F88 ->
                List.of(
                        (loaderStart & PAGE_BIT_88) == 0 ? FIRST_PAGE_88 : SECOND_PAGE_88,
                        call,
                        FIRST_PAGE_88,
                        GOTO_FAIL_SAFE);
            case PIC16F1847 -> List.of(PAGE_1847 | (loaderStart >> 8), call, PAGE_1847, GOTO_FAIL_SAFE);
        };
    }

    /**
     * Whether a program's first two words lead into the boot loader from {@code loaderStart} to {@code loaderEnd}. One that
     * does not would be the chip's last.
     */
    public boolean callsLoader(int first, int second, int loaderStart, int loaderEnd) {
        int page = failSafeCode(loaderStart).getFirst();
        int target = (loaderStart & ~CALL_TARGET_MASK) | (second & CALL_TARGET_MASK);
        return first == page && (second & ~CALL_TARGET_MASK) == CALL && target >= loaderStart && target <= loaderEnd;
    }

    private interface Test {
        boolean holds(FlashLayout layout);
    }

    private static @Nullable FlashLayout find(Test test) {
        for (FlashLayout each : values()) {
            if (test.holds(each)) {
                return each;
            }
        }
        return null;
    }
}
