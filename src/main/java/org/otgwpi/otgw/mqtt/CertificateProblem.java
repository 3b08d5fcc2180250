package org.otgwpi.otgw.mqtt;

/** The file of trusted certificates cannot be used. */
final class CertificateProblem extends Exception {

    private static final long serialVersionUID = 1;

    private final String sentence;

    CertificateProblem(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** What is wrong, for the user. */
    String sentence() {
        return sentence;
    }
}
