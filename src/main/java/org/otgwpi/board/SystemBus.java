package org.otgwpi.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The services of the operating system, asked over D-Bus by systemd's {@code busctl}. Safe for any thread. */
public final class SystemBus {

    private final List<String> command;
    private final ObjectMapper json = new ObjectMapper();

    /** The system bus of this machine. */
    public SystemBus() {
        this(List.of("busctl", "--system", "--json=short", "--timeout=25", "--"));
    }

    /** @param command what is started instead of {@code busctl}, without the words that say what is asked */
    public SystemBus(List<String> command) {
        this.command = command;
    }

    /**
     * Calls a method and waits for its answer, 25 s at most.
     *
     * @param signature of the arguments, as D-Bus writes types; empty without arguments
     * @return the answer, {@code {"type": "s", "data": ["..."]}}, or a missing node if there is none
     * @throws IOException with a sentence that names the service and its reason for the refusal
     */
    public JsonNode call(
            String service, String path, String interfaceName, String method, String signature, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("call", service, path, interfaceName, method));
        if (!signature.isEmpty()) {
            line.add(signature);
            line.addAll(List.of(arguments));
        }
        return run(service + " " + method, line);
    }

    /** The value of a property, {@code {"type": "s", "data": "..."}}; else as {@link #call}. */
    public JsonNode property(String service, String path, String interfaceName, String property) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("get-property", service, path, interfaceName, property));
        return run(service + " " + property, line);
    }

    private JsonNode run(String what, List<String> line) throws IOException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        int exit;
        try {
            exit = process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(what + " was given up: the program ends", e);
        }
        if (exit != 0) {
            throw new IOException(what + " was refused: " + said);
        }
        return json.readTree(said);
    }
}
