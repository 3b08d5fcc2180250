package org.otgwpi.personality;

/** A change of personality was refused before anything was touched; its message is a sentence for the user. */
public final class RefusedSwitchException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedSwitchException(String sentence) {
        super(sentence);
    }
}
