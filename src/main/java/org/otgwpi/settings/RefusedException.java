package org.otgwpi.settings;

/** A value that a setting cannot take. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    RefusedException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** What is wrong, for the user. */
    String sentence() {
        return sentence;
    }
}
