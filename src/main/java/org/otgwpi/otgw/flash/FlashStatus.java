package org.otgwpi.otgw.flash;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a flash of the chip stands. Immutable.
 *
 * @param percent 0..100; -1 after a failure
 * @param fileName of the current or last flash; empty before the first
 * @param result empty while it runs, then a sentence, also after success
 * @param step what it is busy with, or was; null before the first
 * @param secondsLeft an estimate; the user's time to press the button while that is asked for; -1 if not known
 * @param advice what the user can do now; empty if there is nothing to do
 */
public record FlashStatus(
        boolean flashing,
        int percent,
        String fileName,
        String result,
        @Nullable FlashStep step,
        int secondsLeft,
        String advice) {

    static final FlashStatus IDLE = new FlashStatus(false, 0, "", "", null, -1, "");

    static FlashStatus started(String fileName) {
        return new FlashStatus(true, 0, fileName, "", FlashStep.ENTER, -1, "");
    }

    FlashStatus with(FlashStep next, int seconds, String text) {
        return new FlashStatus(flashing, percent, fileName, result, next, seconds, text);
    }

    FlashStatus at(int nextPercent, int seconds) {
        return new FlashStatus(flashing, nextPercent, fileName, result, step, seconds, advice);
    }

    FlashStatus ended(boolean success, String text, String whatNow) {
        return new FlashStatus(false, success ? 100 : -1, fileName, text, step, -1, whatNow);
    }

    /** For our own page. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("flashing", flashing);
        object.put("percent", percent);
        object.put("file", fileName);
        object.put("result", result);
        object.put("step", step == null ? null : step.name().toLowerCase(java.util.Locale.ROOT));
        object.put("stepText", step == null ? "" : step.text());
        object.put("secondsLeft", secondsLeft);
        object.put("advice", advice);
        return object;
    }
}
