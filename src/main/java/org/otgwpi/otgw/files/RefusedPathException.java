package org.otgwpi.otgw.files;

/** A path that names nothing inside the user's folder, or may not be used so. The message is a sentence for the user. */
final class RefusedPathException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedPathException(String sentence) {
        super(sentence);
    }
}
