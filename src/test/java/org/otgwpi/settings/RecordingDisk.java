package org.otgwpi.settings;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder in memory that knows what a power cut would leave of it. Bytes last once their file is synced; names last
 * once the folder is synced. After each step {@link #onStep} may look at the possible remains.
 */
final class RecordingDisk implements Disk {
    /** A file, whatever it is called. */
    private static final class Inode {
        private byte[] bytes = new byte[0];
        private byte[] synced = new byte[0];

        /** The worst that can be left: half of what was written and not synced. */
        byte[] remains() {
            return Arrays.equals(bytes, synced) ? synced : Arrays.copyOf(bytes, bytes.length / 2);
        }
    }

    private final Map<String, Inode> names = new HashMap<>();
    private Map<String, Inode> lastingNames = Map.of();
    private Runnable onStep = () -> {};
    private int stepsToFailure;

    RecordingDisk() {}

    private RecordingDisk(Map<String, byte[]> files) {
        files.forEach((name, bytes) -> {
            Inode inode = new Inode();
            inode.bytes = bytes;
            inode.synced = bytes;
            names.put(name, inode);
        });
        lastingNames = Map.copyOf(names);
    }

    void onStep(Runnable step) {
        onStep = step;
    }

    /** Lets the n-th step from now fail once, as on a full disk. */
    void failAfter(int steps) {
        stepsToFailure = steps;
    }

    boolean has(String name) {
        return names.containsKey(name);
    }

    /**
     * What a power cut now may leave, as disks of their own: the old names with what was not synced dropped, with it
     * halved, the new names with it halved, and everything.
     */
    List<RecordingDisk> remains() {
        Map<String, byte[]> oldDropped = new HashMap<>();
        Map<String, byte[]> oldHalved = new HashMap<>();
        Map<String, byte[]> newHalved = new HashMap<>();
        Map<String, byte[]> everything = new HashMap<>();
        lastingNames.forEach((name, inode) -> {
            oldDropped.put(name, inode.synced);
            oldHalved.put(name, inode.remains());
        });
        names.forEach((name, inode) -> {
            newHalved.put(name, inode.remains());
            everything.put(name, inode.bytes);
        });
        return List.of(
                new RecordingDisk(oldDropped),
                new RecordingDisk(oldHalved),
                new RecordingDisk(newHalved),
                new RecordingDisk(everything));
    }

    @Override
    public byte[] read(String name, int limit) throws IOException {
        byte[] bytes = inode(name).bytes;
        return Arrays.copyOf(bytes, Math.min(bytes.length, limit));
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        Inode inode = names.computeIfAbsent(name, absent -> new Inode());
        inode.bytes = Arrays.copyOf(bytes, bytes.length / 2);
        step();
        inode.bytes = bytes.clone();
        onStep.run();
    }

    @Override
    public void sync(String name) throws IOException {
        step();
        inode(name).synced = inode(name).bytes;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        names.put(to, inode(from));
        names.remove(from);
        onStep.run();
    }

    @Override
    public void syncFolder() throws IOException {
        step();
        lastingNames = Map.copyOf(names);
        onStep.run();
    }

    @Override
    public void delete(String name) {
        names.remove(name);
    }

    private void step() throws IOException {
        onStep.run();
        if (stepsToFailure > 0 && --stepsToFailure == 0) {
            throw new IOException("No space left on device");
        }
    }

    private Inode inode(String name) throws NoSuchFileException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    @Override
    public String toString() {
        return "memory";
    }
}
