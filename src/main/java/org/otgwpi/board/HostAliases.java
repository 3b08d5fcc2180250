package org.otgwpi.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Further names of this machine in the local network. Avahi forgets a name together with the connection that announced
 * it, which {@code busctl} ends at once; so for each name Avahi's own {@code avahi-publish} runs for as long as the name
 * is wanted. Thread-safe.
 */
final class HostAliases {

    private final List<String> publisher;
    private final Map<String, Announced> announced = new LinkedHashMap<>();

    private record Announced(String address, Process process) {}

    /** @param publisher the command, without the words that say what is announced */
    HostAliases(List<String> publisher) {
        this.publisher = publisher;
    }

    /**
     * Announces {@code <label>.local} for all of these and for no others. One whose address is another now, or whose
     * process died, is announced anew.
     *
     * @param address IPv4 address of this machine; while it is empty nothing is announced
     * @throws IOException with a sentence if a process died or cannot be started
     */
    synchronized void publish(List<String> labels, String address) throws IOException {
        List<String> died = new ArrayList<>();
        Iterator<Map.Entry<String, Announced>> each = announced.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Announced> entry = each.next();
            Announced now = entry.getValue();
            boolean alive = now.process.isAlive();
            if (!alive || !labels.contains(entry.getKey()) || !now.address.equals(address)) {
                now.process.destroy();
                each.remove();
            }
            if (!alive) {
                died.add("%s.local (exit code %d)".formatted(entry.getKey(), now.process.exitValue()));
            }
        }
        for (String label : address.isEmpty() ? List.<String>of() : labels) {
            if (!announced.containsKey(label)) {
                announced.put(label, new Announced(address, start(label, address)));
            }
        }
        if (!died.isEmpty()) {
            throw new IOException("%s stopped announcing %s; it is tried again"
                    .formatted(publisher.getFirst(), String.join(", ", died)));
        }
    }

    private Process start(String label, String address) throws IOException {
        List<String> command = new ArrayList<>(publisher);
        // The address has a name already, which leads back to it: -R leaves that alone.
        command.addAll(List.of("-a", "-R", label + ".local", address));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        return process;
    }
}
