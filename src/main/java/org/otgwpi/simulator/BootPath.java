package org.otgwpi.simulator;

/** Where the chip gets to from address 0 after a reset (otgw-core 6.11, 11). */
enum BootPath {
    /** To the loader, and when that returns to the program. */
    PROGRAM,
    /** To the loader again and again: a program is being written. */
    LOADER_ONLY,
    /** Nowhere: nothing calls the loader, or there is none any more. */
    DEAD;

    /**
     * Reads the first two rows as far as a loader reads them. Instructions are not carried out: a program counts as able to
     * run if row 0 calls the loader, and row 1 holds something else than the fail-safe code.
     */
    static BootPath of(Chip chip, ProgramMemory memory) {
        if (!memory.loaderIntact()) {
            return DEAD;
        }
        boolean start = callsLoader(chip, memory, 0);
        boolean failSafe = callsLoader(chip, memory, ProgramMemory.ROW_WORDS);
        if (start && !failSafe && !memory.erased(ProgramMemory.ROW_WORDS, ProgramMemory.ROW_WORDS)) {
            return PROGRAM;
        }
        boolean runsIntoLoader = memory.erased(0, chip.loaderStart());
        return start || failSafe || runsIntoLoader ? LOADER_ONLY : DEAD;
    }

    private static boolean callsLoader(Chip chip, ProgramMemory memory, int address) {
        return memory.get(address) == chip.selectLoaderPage() && memory.get(address + 1) == chip.callLoader();
    }
}
