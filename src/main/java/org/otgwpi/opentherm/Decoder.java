package org.otgwpi.opentherm;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the frames of one data id into the text of the log line and the topics of MQTT (otgw-core 2.6). Immutable,
 * thread-safe.
 */
public final class Decoder {

    /** Payloads are names and numbers; the longest has 36 bytes. */
    private static final int PAYLOAD_BYTES = 64;

    /**
     * What is shown of the frames of one direction.
     *
     * @param logAccepted what follows in the log if the value is accepted
     */
    record Side(Template log, Template logAccepted, List<Topic> topics) {}

    record Topic(String name, Template payload) {}

    private final String name;
    private final Side master;
    private final Side slave;
    private final boolean joinsTwoFrames;

    private Decoder(String name, Side master, Side slave, boolean joinsTwoFrames) {
        this.name = name;
        this.master = master;
        this.slave = slave;
        this.joinsTwoFrames = joinsTwoFrames;
    }

    static Decoder ofOneFrame(String name, Side both) {
        return new Decoder(name, both, both, false);
    }

    static Decoder ofTwoFrames(String name, Side master, Side slave) {
        return new Decoder(name, master, slave, true);
    }

    /** How the table of data ids calls it. */
    public String name() {
        return name;
    }

    /**
     * True if the value is made of two frames: the high byte of the master's and the low byte of the slave's, of whatever
     * message type (data ids 0, 70 and 101).
     */
    public boolean joinsTwoFrames() {
        return joinsTwoFrames;
    }

    /** Every topic under which frames of this data id are published, in order, relative to the name space. */
    public List<String> topics() {
        List<String> topics = new ArrayList<>();
        master.topics.forEach(topic -> topics.add(topic.name));
        if (joinsTwoFrames) {
            slave.topics.forEach(topic -> topics.add(topic.name));
        }
        return topics;
    }

    /** What is published, in this order, when {@code frame} is accepted. */
    public List<Publication> publications(Frame frame) {
        List<Topic> topics = side(frame).topics;
        List<Publication> publications = new ArrayList<>(topics.size());
        LineBuffer payload = new LineBuffer(PAYLOAD_BYTES);
        for (Topic topic : topics) {
            payload.clear();
            topic.payload.write(frame.bits(), payload);
            publications.add(new Publication(topic.name, payload.toString()));
        }
        return publications;
    }

    void writeLog(Frame frame, boolean accepted, LineBuffer out) {
        Side side = side(frame);
        side.log.write(frame.bits(), out);
        if (accepted) {
            side.logAccepted.write(frame.bits(), out);
        }
    }

    private Side side(Frame frame) {
        return frame.type().fromMaster() ? master : slave;
    }
}
