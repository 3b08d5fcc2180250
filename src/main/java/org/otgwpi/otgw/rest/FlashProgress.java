package org.otgwpi.otgw.rest;

/**
 * What the old API tells of flashing (otgw-http-ws 1.9.3).
 *
 * @param updating a system update is being uploaded
 * @param flashing the gateway chip is being flashed
 * @param percent of the flash of the chip, 0..100; -1 after a failure
 * @param fileName of the current or last flash
 * @param result empty while it runs, then a sentence, also after success
 */
public record FlashProgress(boolean updating, boolean flashing, int percent, String fileName, String result) {

    /** Before the first flash. */
    public static final FlashProgress IDLE = new FlashProgress(false, false, 0, "", "");
}
