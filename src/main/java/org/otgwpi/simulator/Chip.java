package org.otgwpi.simulator;

/** The two chips that gateways are built with, as their boot loaders see them (otgw-core 6.1). */
public enum Chip {
    /** Loader 1.1; programs blocks of four words. */
    PIC16F88("simulated-pic16f88", 0x0101, 4096, 0x0F00, 0x0FFF, 4, 96, 0x158A, 0x118A),
    /** Loader 2.0; programs up to a row at once. */
    PIC16F1847("simulated-pic", 0x0200, 8192, 0x1F00, 0x1FE9, 1, 256, 0x319F, 0x3180);

    private static final int PAGE_MASK = 0x7FF;
    private static final int CALL = 0x2000;

    private final String fileStem;
    private final int loaderVersion;
    private final int programWords;
    private final int loaderStart;
    private final int loaderEnd;
    private final int wordsPerCount;
    private final int receiveBytes;
    private final int selectLoaderPage;
    private final int selectFirstPage;

    Chip(
            String fileStem,
            int loaderVersion,
            int programWords,
            int loaderStart,
            int loaderEnd,
            int wordsPerCount,
            int receiveBytes,
            int selectLoaderPage,
            int selectFirstPage) {
        this.fileStem = fileStem;
        this.loaderVersion = loaderVersion;
        this.programWords = programWords;
        this.loaderStart = loaderStart;
        this.loaderEnd = loaderEnd;
        this.wordsPerCount = wordsPerCount;
        this.receiveBytes = receiveBytes;
        this.selectLoaderPage = selectLoaderPage;
        this.selectFirstPage = selectFirstPage;
    }

    /** The first part of the names of the files with its memories. */
    String fileStem() {
        return fileStem;
    }

    /** Major version in the high byte. */
    int loaderVersion() {
        return loaderVersion;
    }

    /** Size of the program memory. */
    int programWords() {
        return programWords;
    }

    /** Address of the loader's first word. */
    int loaderStart() {
        return loaderStart;
    }

    /** Address of the loader's last word. */
    int loaderEnd() {
        return loaderEnd;
    }

    /** How many words one count of the loader's write command means. */
    int wordsPerCount() {
        return wordsPerCount;
    }

    /** Size of the loader's receive buffer. */
    int receiveBytes() {
        return receiveBytes;
    }

    /** The instruction that selects the page of the loader. */
    int selectLoaderPage() {
        return selectLoaderPage;
    }

    /** The instruction that selects the page at address 0. */
    int selectFirstPage() {
        return selectFirstPage;
    }

    /** The instruction that calls the loader once its page is selected. */
    int callLoader() {
        return CALL | (loaderStart & PAGE_MASK);
    }
}
