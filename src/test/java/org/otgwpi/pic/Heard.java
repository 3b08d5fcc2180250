package org.otgwpi.pic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.otgwpi.opentherm.Origin;

/** Writes down what a decoder tells. */
final class Heard implements PicDecoder.Sink {

    private final List<Object> events = new ArrayList<>();

    /** What a fresh decoder makes of a stream whose characters are its bytes. */
    static List<Object> of(String stream) {
        return of(stream.getBytes(StandardCharsets.ISO_8859_1));
    }

    static List<Object> of(byte[] stream) {
        Heard heard = new Heard();
        new PicDecoder().accept(stream, stream.length, heard);
        return heard.events();
    }

    static String frame(char origin, int bits) {
        return String.format("frame %c%08X", origin, bits);
    }

    static String loader(int etx) {
        return "loader " + etx;
    }

    List<Object> events() {
        return events;
    }

    @Override
    public void frame(Origin origin, int bits) {
        events.add(frame(origin.letter(), bits));
    }

    @Override
    public void line(PicLine line) {
        events.add(line);
    }

    @Override
    public void loaderReady(int etx) {
        events.add(loader(etx));
    }
}
