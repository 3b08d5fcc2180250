package org.otgwpi.simulator;

import java.io.IOException;

/** A recording cannot be played. The message is one sentence that names the file, the line and what is wrong. */
public final class RecordingException extends IOException {
    private static final long serialVersionUID = 1;

    RecordingException(String sentence) {
        super(sentence);
    }
}
