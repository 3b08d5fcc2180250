package org.otgwpi.update;

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
    private static final String UNCHANGED = " Nothing was changed.";

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
        if (bytes < imageBytes) {
            throw new RefusedException("This update is cut off: its end is missing." + UNCHANGED);
        }
        long padded = (imageBytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        if (bytes <= padded) {
            throw new RefusedException("This update is not signed." + UNCHANGED);
        }
    }
}
