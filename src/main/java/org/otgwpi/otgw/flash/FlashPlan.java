package org.otgwpi.otgw.flash;

import static org.otgwpi.pic.FlashLayout.EEPROM_BYTES;
import static org.otgwpi.pic.FlashLayout.FAIL_SAFE_ADDRESS;
import static org.otgwpi.pic.FlashLayout.ROW_WORDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.otgwpi.otgw.flash.RowTask.Phase;
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
    private static final List<Integer> BLANK = Collections.nCopies(ROW_WORDS, FlashLayout.ERASED);

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
        List<FlashTask> tasks = new ArrayList<>();
        tasks.add(row(
                FAIL_SAFE_ADDRESS,
                image.layout().failSafeCode(loaderStart),
                Phase.LOOK,
                ROW_WEIGHT,
                FlashStep.PROGRAM));
        tasks.add(row(0, BLANK, Phase.ERASE, ROW_WEIGHT, FlashStep.PROGRAM));
        for (int row : otherRows(loaderStart, loaderEnd)) {
            tasks.add(row(row, words(row), Phase.ERASE, ROW_WEIGHT, FlashStep.PROGRAM));
        }
        tasks.addAll(eepromTasks());
        tasks.add(row(0, words(0), Phase.WRITE, 0, FlashStep.FINISH));
        tasks.add(row(SECOND_ROW, words(SECOND_ROW), Phase.ERASE, 0, FlashStep.FINISH));
        return tasks;
    }

    /**
     * A look at all that was written, after the last write: two faults in one packet may leave its checksum right and make
     * another address of the one that was meant, and no answer tells of it.
     */
    List<FlashTask> checking(int loaderStart, int loaderEnd) {
        List<FlashTask> tasks = new ArrayList<>();
        tasks.add(row(0, words(0), Phase.LOOK, 0, FlashStep.CHECK));
        tasks.add(row(SECOND_ROW, words(SECOND_ROW), Phase.LOOK, 0, FlashStep.CHECK));
        for (int row : otherRows(loaderStart, loaderEnd)) {
            tasks.add(row(row, words(row), Phase.LOOK, 0, FlashStep.CHECK));
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

    private RowTask row(int row, List<Integer> words, Phase begin, int weight, FlashStep step) {
        return new RowTask(image.layout(), row, words, begin, weight, step);
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
