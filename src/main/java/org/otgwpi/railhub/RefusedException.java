package org.otgwpi.railhub;

/** A request was refused; nothing has changed. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.json());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
