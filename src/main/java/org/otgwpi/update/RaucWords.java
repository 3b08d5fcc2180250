package org.otgwpi.update;

import java.util.List;
import java.util.Locale;

/** RAUC's messages in sentences for the user. Stateless. */
final class RaucWords {

    private static final String UNCHANGED = " Nothing was changed.";

    /** A part of RAUC's message, in lower case, and what it means. The first that fits counts. */
    private record Meaning(String part, String sentence) {}

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("invalid bundle magic", "This file is no update: it is not a bundle."),
            new Meaning("invalid identifier", "This file is no update: it is not a bundle."),
            new Meaning("bundle size", "This update is cut off or damaged: it has not the size that it should have."),
            new Meaning("signature size", "This update is not signed, cut off or damaged."),
            new Meaning("too small", "This file is no update: it is too small."),
            new Meaning("self-signed certificate", "This update is signed by somebody whom this machine does not trust."),
            new Meaning("self signed certificate", "This update is signed by somebody whom this machine does not trust."),
            new Meaning(
                    "unable to get local issuer", "This update is signed by somebody whom this machine does not trust."),
            new Meaning("signature failure", "The signature of this update is wrong: it was changed after it was signed."),
            new Meaning("verification failure", "The signature of this update is wrong: it was changed after it was signed."),
            new Meaning("digest failure", "The signature of this update is wrong: it was changed after it was signed."),
            new Meaning("compatible", "This update is made for another machine."),
            new Meaning("bundle format", "This update has an older format that this system does not take."),
            new Meaning("payload is corrupted", "This update is damaged: its content is not what was signed."),
            new Meaning("no space left", "There is not enough room for this update."),
            new Meaning("no such file", "The file of this update is not there any more."));

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
                .orElseGet(() -> otherwise + message.strip().replaceFirst("\\.?$", "."));
    }
}
