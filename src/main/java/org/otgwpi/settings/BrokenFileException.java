package org.otgwpi.settings;

/** A settings.ini that cannot be read. The message says in a few words what is wrong with it. */
final class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenFileException(String reason) {
        super(reason);
    }
}
