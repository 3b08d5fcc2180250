package org.otgwpi.personality;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the boards this Pi can stand in for. It owns ports 80 and 81 while it runs. */
public interface Personality extends AutoCloseable {

    /** The name the user chooses it by: {@code otgw}, {@code railhub32}, ... */
    String name();

    /** What answers on port 80, the pages under {@code /_pi/} of every personality apart. */
    HttpHandler http();

    /** What it adds to {@code GET /_pi/status}: JSON objects, texts, numbers and truth values. Never waits. */
    Map<String, Object> status();

    /**
     * The ports it has open beside the one of the web page, as they stand in a sentence: {@code live log on port 81}.
     * Empty if there are none.
     */
    default String openPorts() {
        return "";
    }

    /** How bright each GPIO line is that it dims or blinks, in percent just now, by BCM number. Never waits. */
    default Map<Integer, Integer> dutyPercent() {
        return Map.of();
    }

    /** What it adds to the support bundle: files by name, without secrets. */
    default Map<String, byte[]> supportFiles() {
        return Map.of();
    }

    /** Whether its own threads all live and do their work; may wait a few seconds. */
    default boolean alive() {
        return true;
    }

    /** What must fall silent before an update or a restart, in the order in which it is to be paused. */
    List<Quiescent> quiescents();

    /** Who follows its streams, to be told of an update or a restart. */
    default Audience audience() {
        return Audience.NONE;
    }

    /** A sentence why it must not be interrupted just now; empty if it may. Never waits. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /**
     * Starts it.
     *
     * @throws IOException with a sentence; the caller closes it then
     */
    void start() throws IOException;

    /** Ends it: says goodbye to its clients, gives back its GPIO lines, ends its threads. Never fails. */
    @Override
    void close();
}
