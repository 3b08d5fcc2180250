package org.otgwpi.net;

import java.io.IOException;
import java.util.Locale;

/** Says in one sentence why a port could not be opened and what the user can do. */
final class BindFailure {
    private BindFailure() {}

    static IOException explain(IOException cause, int port) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String sentence;
        if (text.contains("permission")) {
            sentence = "Port " + port + " needs a permission this user lacks: choose a port above 1023,"
                    + " or start by the systemd unit.";
        } else if (text.contains("in use")) {
            sentence = "Port " + port + " is in use by another program: stop that program, or choose another port.";
        } else {
            sentence = "Port " + port + " cannot be opened (" + cause.getMessage() + "): choose another port.";
        }
        return new IOException(sentence, cause);
    }
}
