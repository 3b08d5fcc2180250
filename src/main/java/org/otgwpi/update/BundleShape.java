package org.otgwpi.update;

import static org.otgwpi.update.Installer.RefusedException.UNCHANGED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.otgwpi.update.Installer.RefusedException;

/**
 * What a file looks like from outside, since RAUC reads the length of a signature from the end of whatever it is given
 * and has the same words for much that is no bundle: a squashfs image (its superblock begins with {@code hsqs} and holds
 * its own length at byte 40), and behind it hash tree, signature and the signature's length. Immutable.
 *
 * @param bytes of the whole file
 * @param imageBytes what the image says of its own length; -1 if it is none
 */
record BundleShape(long bytes, long imageBytes) {

    private static final int SUPERBLOCK_BYTES = 96;
    private static final int LENGTH_AT = 40;
    private static final int MAGIC = 0x73717368;
    private static final int BLOCK_BYTES = 4096;
    private static final int HASHES_PER_BLOCK = BLOCK_BYTES / 32;

    static BundleShape of(Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(SUPERBLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = 0;
            while (length >= 0 && start.hasRemaining()) {
                length = channel.read(start);
            }
            boolean image = !start.hasRemaining() && start.getInt(0) == MAGIC;
            return new BundleShape(channel.size(), image ? start.getLong(LENGTH_AT) : -1);
        }
    }

    /** @throws RefusedException with a sentence of its own for what cannot be a whole signed bundle */
    void refuse() throws RefusedException {
        if (imageBytes < 0) {
            throw new RefusedException("This file is no update: it is not a bundle." + UNCHANGED);
        }
        long blocks = blocks(imageBytes, BLOCK_BYTES);
        long image = blocks * BLOCK_BYTES;
        long withTree = image + treeBlocks(blocks) * BLOCK_BYTES;
        if (bytes == imageBytes || bytes == image || bytes == withTree) {
            throw new RefusedException("This update is not signed." + UNCHANGED);
        }
        if (bytes < imageBytes) {
            throw new RefusedException("This update is cut off or damaged: its end is missing." + UNCHANGED);
        }
    }

    private static long blocks(long parts, long partsPerBlock) {
        return (parts + partsPerBlock - 1) / partsPerBlock;
    }

    /** How many blocks of hashes stand above so many blocks, up to the one at the top. */
    private static long treeBlocks(long blocks) {
        long tree = 0;
        for (long level = blocks; level > 1; ) {
            level = blocks(level, HASHES_PER_BLOCK);
            tree += level;
        }
        return tree;
    }
}
