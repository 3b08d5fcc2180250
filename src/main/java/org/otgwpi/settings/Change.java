package org.otgwpi.settings;

/** What became of a change that was asked for. */
public sealed interface Change {

    /** It is stored and lasts, or it was so already. */
    record Stored(Settings settings) implements Change {}

    /** There is no such setting. Nothing happened, but a POST of it is answered as if it had (decisions 2, Q10). */
    record Unknown(String name) implements Change {}

    /** Nothing happened; the sentence tells the user why. */
    record Refused(String sentence) implements Change {}
}
