package org.otgwpi.simulator;

/**
 * The flash memory with the program: 14-bit words in rows of 32. Erasing sets all bits of a row, programming only clears
 * bits. Addresses beyond the end start again at 0.
 */
final class ProgramMemory {

    static final int ERASED = 0x3FFF;
    static final int ROW_WORDS = 32;
    static final int WORD_BYTES = 2;

    /** Stand-ins for code that nobody reads as instructions; the low byte is the address's. */
    private static final int FILLER = 0x3000;

    private static final int GOTO = 0x2800;
    private static final int FACTORY_PROGRAM_END = 0x400;

    private final Chip chip;
    private final MemoryStore store;
    private final int[] words;
    private boolean changed;

    ProgramMemory(Chip chip, MemoryStore store) {
        this.chip = chip;
        this.store = store;
        this.words = new int[chip.programWords()];
        byte[] kept = store.load();
        if (kept != null && kept.length == words.length * WORD_BYTES) {
            for (int address = 0; address < words.length; address++) {
                words[address] = ((kept[2 * address] & 0xFF) | (kept[2 * address + 1] << 8)) & ERASED;
            }
        } else {
            fillAtFactory();
        }
    }

    int size() {
        return words.length;
    }

    int get(int address) {
        return words[wrapped(address)];
    }

    /** Clears the bits that are 0 in {@code word}; bits above the fourteenth do not count. */
    void program(int address, int word) {
        put(wrapped(address), get(address) & word);
    }

    /** Erases {@code count} words. */
    void erase(int address, int count) {
        for (int i = 0; i < count; i++) {
            put(wrapped(address + i), ERASED);
        }
    }

    /** True if the {@code count} words from {@code address} on are erased. */
    boolean erased(int address, int count) {
        for (int i = 0; i < count; i++) {
            if (get(address + i) != ERASED) {
                return false;
            }
        }
        return true;
    }

    /** True if nobody has overwritten the boot loader. */
    boolean loaderIntact() {
        for (int address = chip.loaderStart(); address <= chip.loaderEnd(); address++) {
            if (words[address] != filler(address)) {
                return false;
            }
        }
        return true;
    }

    /** Hands the words to the store, low byte first, if any has changed. */
    void flush() {
        if (!changed) {
            return;
        }
        changed = false;
        byte[] image = new byte[words.length * WORD_BYTES];
        for (int address = 0; address < words.length; address++) {
            image[2 * address] = (byte) words[address];
            image[2 * address + 1] = (byte) (words[address] >> 8);
        }
        store.save(image);
    }

    private void put(int address, int word) {
        changed |= words[address] != word;
        words[address] = word;
    }

    private int wrapped(int address) {
        return Math.floorMod(address, words.length);
    }

    private void fillAtFactory() {
        for (int address = 0; address < words.length; address++) {
            boolean loader = address >= chip.loaderStart() && address <= chip.loaderEnd();
            words[address] = loader || address < FACTORY_PROGRAM_END ? filler(address) : ERASED;
        }
        words[0] = chip.selectLoaderPage();
        words[1] = chip.callLoader();
        words[2] = chip.selectFirstPage();
        words[3] = GOTO | (2 * ROW_WORDS);
    }

    private static int filler(int address) {
        return FILLER | (address & 0xFF);
    }
}
