package org.otgwpi.update;

import static org.otgwpi.update.Installer.RefusedException.UNCHANGED;

import java.util.List;
import java.util.Locale;

/** RAUC's messages in sentences for the user. Stateless. */
final class RaucWords {

    /** A part of RAUC's message, in lower case, and what it means. The first that fits counts. */
    private record Meaning(String part, String sentence) {}

    private static final String NO_BUNDLE = "This file is no update: it is not a bundle.";
    private static final String CUT_OFF = "This update is cut off or damaged: no signature stands at its end.";
    private static final String FOREIGN = "This update is signed by somebody whom this machine does not trust.";
    private static final String CHANGED = "The signature of this update is wrong: it was changed after it was signed.";

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("failed to open bundle", "The file of this update is not there any more."),
            new Meaning("no space left", "There is not enough room for this update."),
            new Meaning("payload is corrupted", "This update is damaged: its content is not what was signed."),
            // The kernel checks each block that is read: one that is not what was signed is an I/O error.
            new Meaning(
                    "failed to copy data: error reading",
                    "This update is damaged: its content is not what was signed."),
            new Meaning("self-signed certificate", FOREIGN),
            new Meaning("self signed certificate", FOREIGN),
            new Meaning("unable to get local issuer", FOREIGN),
            new Meaning("bad signature", CHANGED),
            new Meaning("signature failure", CHANGED),
            new Meaning("verification failure", CHANGED),
            new Meaning("digest failure", CHANGED),
            new Meaning("signature verification failed: error:", CHANGED),
            new Meaning("not allowed", "This update has an older format that this system does not take."),
            new Meaning("invalid bundle magic", NO_BUNDLE),
            new Meaning("invalid identifier", NO_BUNDLE),
            new Meaning("failed to seek", NO_BUNDLE),
            new Meaning("signature size is 0", "This update is not signed."),
            new Meaning("signature size", CUT_OFF),
            new Meaning("bundle size", CUT_OFF),
            new Meaning("compatible", "This update is made for another machine."));

    private RaucWords() {}

    /** Why a bundle is refused. */
    static String refusal(String message) {
        return meaning(message, "This file cannot be installed: ") + UNCHANGED;
    }

    /** Why an installation failed. */
    static String failure(String message) {
        return meaning(message, "The installation failed: ") + " The running system is untouched.";
    }

    private static String meaning(String message, String otherwise) {
        String lower = message.toLowerCase(Locale.ROOT);
        return MEANINGS.stream()
                .filter(each -> lower.contains(each.part))
                .map(Meaning::sentence)
                .findFirst()
                .orElseGet(() -> otherwise
                        + message.strip().replaceFirst("^.*Call failed: ", "").replaceFirst("\\.?$", "."));
    }
}
