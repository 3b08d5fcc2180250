package org.otgwpi.update;

import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/** Puts a bundle into the slot that is not running. One installation at a time; safe for any thread. */
public interface Installer {

    /** A bundle that is not taken. Its message is a sentence for the user; nothing was changed. */
    final class RefusedException extends IOException {

        /** How the sentence ends. */
        static final String UNCHANGED = " Nothing was changed.";

        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** True if slots and installations are made up, on a machine without RAUC. */
    boolean simulated();

    /**
     * Looks into a bundle before anything else happens to it: is it whole, signed by whom this machine trusts, and made
     * for it? Writes nothing.
     *
     * @param source path of a file, or an http or https address
     * @throws RefusedException if it is not to be installed
     * @throws IOException with a sentence if nobody can tell
     */
    BundleFacts check(String source) throws IOException;

    /**
     * Installs a bundle and makes its slot the next to boot. Waits until it is done.
     *
     * @param source as for {@link #check}
     * @param percent hears how far it is
     * @throws IOException with a sentence if it failed; the running slot is untouched
     */
    void install(String source, IntConsumer percent) throws IOException;

    /** Both slots. May ask a service of the system. */
    List<Slot> slots() throws IOException;

    /**
     * Makes a slot the next to boot.
     *
     * @throws IOException with a sentence if there is no such slot, or it holds nothing that starts
     */
    void boot(String slot) throws IOException;
}
