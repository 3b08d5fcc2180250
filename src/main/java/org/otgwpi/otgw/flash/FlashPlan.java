package org.otgwpi.otgw.flash;

import static org.otgwpi.pic.FlashLayout.EEPROM_BYTES;
import static org.otgwpi.pic.FlashLayout.FAIL_SAFE_ADDRESS;
import static org.otgwpi.pic.FlashLayout.ROW_WORDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.FlashLayout;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.SettingsTransfer;

/**
 * What is done to the chip, in an order in which the power may go at any time. The fail-safe code comes first and the first
 * row is erased, so that the chip calls its boot loader again and again; then the other rows and the EEPROM; in the end the
 * first row, and the second one in place of the fail-safe code. An incomplete program never runs, but for the moment in
 * which the second row is written, and then the first row calls the loader.
 */
final class FlashPlan {

    private static final int ROW_WEIGHT = 10;
    private static final int READ_WEIGHT = 4;
    private static final int EEPROM_WEIGHT = 20;
    private static final int FIXED_WEIGHT = 8 + 1;
    private static final int LOADER_ROWS_WEIGHT = 80;
    private static final int SECOND_ROW = FAIL_SAFE_ADDRESS;

    private final HexImage image;
    private final SettingsTransfer transfer;
    private final @Nullable OldSettings kept;
    private final @Nullable String runningVersion;
    private final int[] eeprom = new int[EEPROM_BYTES];
    private int[] wanted = new int[EEPROM_BYTES];

    /**
     * @param runningVersion of the gateway firmware in the chip; null if another runs or it is not known
     * @param kept from an earlier attempt that did not come to its end, or null
     */
    FlashPlan(HexImage image, SettingsTransfer transfer, @Nullable String runningVersion, @Nullable OldSettings kept) {
        this.image = image;
        this.transfer = transfer;
        this.runningVersion = runningVersion;
        this.kept = kept;
    }

    /** The length of the bar (otgw-core 6.6). */
    int totalWeight() {
        int blocks = EEPROM_BYTES / EepromReadTask.BLOCK_BYTES;
        int reading = transfers() ? blocks * READ_WEIGHT : 0;
        return Math.max(1, FIXED_WEIGHT + image.progressWeight() - LOADER_ROWS_WEIGHT + reading);
    }

    private boolean transfers() {
        return oldVersion() != null && image.gatewayVersion() != null;
    }

    private @Nullable String oldVersion() {
        return kept == null ? runningVersion : kept.version();
    }

    /** What is done before anything is changed. */
    List<FlashTask> reading() {
        List<FlashTask> tasks = new ArrayList<>();
        for (int address = 0; address < EEPROM_BYTES; address += EepromReadTask.BLOCK_BYTES) {
            tasks.add(new EepromReadTask(address, eeprom, transfers() ? READ_WEIGHT : 0));
        }
        return tasks;
    }

    /** What has to outlast a power cut, once all was read. */
    OldSettings oldSettings() {
        List<Integer> bytes = new ArrayList<>();
        for (int each : eeprom) {
            bytes.add(each);
        }
        return kept == null ? new OldSettings(runningVersion, bytes) : kept;
    }

    /** All that changes the chip, once all was read. */
    List<FlashTask> writing(int loaderStart, int loaderEnd) {
        FlashLayout layout = image.layout();
        List<FlashTask> tasks = new ArrayList<>();
        tasks.add(new RowTask(
                layout, FAIL_SAFE_ADDRESS, layout.failSafeCode(loaderStart), true, ROW_WEIGHT, FlashStep.PROGRAM));
        List<Integer> blank = Collections.nCopies(ROW_WORDS, FlashLayout.ERASED);
        tasks.add(new RowTask(layout, 0, blank, false, ROW_WEIGHT, FlashStep.PROGRAM));
        for (int row : otherRows(loaderStart, loaderEnd)) {
            tasks.add(new RowTask(layout, row, words(row), false, ROW_WEIGHT, FlashStep.PROGRAM));
        }
        tasks.addAll(eepromTasks());
        tasks.add(new RowTask(layout, 0, words(0), false, 0, FlashStep.FINISH));
        tasks.add(new RowTask(layout, SECOND_ROW, words(SECOND_ROW), false, 0, FlashStep.FINISH));
        return tasks;
    }

    /**
     * A look at all that was written, for a line that makes mistakes: a zero that gets lost leaves the checksum right and the
     * address wrong.
     */
    List<FlashTask> checking(int loaderStart, int loaderEnd) {
        FlashLayout layout = image.layout();
        List<FlashTask> tasks = new ArrayList<>();
        for (int row : List.of(0, SECOND_ROW)) {
            tasks.add(new RowTask(layout, row, words(row), true, 0, FlashStep.FINISH));
        }
        for (int row : otherRows(loaderStart, loaderEnd)) {
            tasks.add(new RowTask(layout, row, words(row), true, 0, FlashStep.FINISH));
        }
        for (int block = 0; block < EEPROM_BYTES; block += EepromReadTask.BLOCK_BYTES) {
            List<Integer> all = new ArrayList<>();
            for (int i = block; i < block + EepromReadTask.BLOCK_BYTES; i++) {
                all.add(i);
            }
            tasks.add(new EepromWriteTask(block, wanted, eeprom, all, true, 0));
        }
        return tasks;
    }

    private List<Integer> otherRows(int loaderStart, int loaderEnd) {
        return image.rows().stream()
                .filter(row -> row > SECOND_ROW)
                .filter(row -> row + ROW_WORDS <= loaderStart || row > loaderEnd)
                .toList();
    }

    private List<Integer> words(int row) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < ROW_WORDS; i++) {
            words.add(image.word(row + i));
        }
        return words;
    }

    private List<FlashTask> eepromTasks() {
        wanted = wantedEeprom();
        List<FlashTask> tasks = new ArrayList<>();
        for (int block = 0; block < EEPROM_BYTES; block += EepromReadTask.BLOCK_BYTES) {
            TreeSet<Integer> different = new TreeSet<>();
            for (int i = block; i < block + EepromReadTask.BLOCK_BYTES; i++) {
                if (wanted[i] != eeprom[i] || (!transfers() && image.namesEeprom(i))) {
                    different.add(i);
                }
            }
            if (!different.isEmpty()) {
                tasks.add(new EepromWriteTask(block, wanted, eeprom, List.copyOf(different), false, EEPROM_WEIGHT));
            }
        }
        return tasks;
    }

    /** What the file does not name stays as it was before the first attempt. */
    private int[] wantedEeprom() {
        int[] old = oldSettings().bytes();
        int[] result = new int[EEPROM_BYTES];
        for (int i = 0; i < EEPROM_BYTES; i++) {
            result[i] = image.namesEeprom(i) ? image.eepromByte(i) : old[i];
        }
        String from = oldVersion();
        String to = image.gatewayVersion();
        if (from != null && to != null) {
            transfer.apply(from, old, to, result);
        }
        return result;
    }
}
