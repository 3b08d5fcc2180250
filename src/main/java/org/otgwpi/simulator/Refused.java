package org.otgwpi.simulator;

import org.otgwpi.pic.ErrorCode;

/** The chip does not carry a command out and answers with an error code. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    Refused(ErrorCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
