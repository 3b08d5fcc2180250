package org.otgwpi.otgw.gateway;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.pic.PicDecoder;
import org.otgwpi.pic.PicLine;

/**
 * Who has the line for itself: a client that resets the chip and talks to its boot loader, where one foreign byte costs
 * a retry and more cost the upgrade. It ends with the chip's banner, or 120 s after the client's last byte. The bytes
 * from the chip are searched for the banner and for nothing else; but a frame 2 s after the beginning proves that the
 * firmware runs and that the banner was missed or never due.
 *
 * <p>A state machine without I/O. Times are nanoseconds of a monotonic clock. Not thread-safe.
 */
final class LineOwnership {

    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    static final long FIRMWARE_GONE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private PicDecoder decoder = new PicDecoder();
    private @Nullable RawClient owner;
    private long sinceNanos;
    private long heardNanos;

    /** Who has the line for itself, or null. */
    @Nullable
    RawClient owner() {
        return owner;
    }

    /** {@code client} resets the chip, or talks to its boot loader; {@code client} may have the line already. */
    void begin(RawClient client, long nowNanos) {
        owner = client;
        sinceNanos = nowNanos;
        heardNanos = nowNanos;
        decoder = new PicDecoder();
    }

    /** {@code client} sent bytes. */
    void heard(RawClient client, long nowNanos) {
        if (client == owner) {
            heardNanos = nowNanos;
        }
    }

    /** Nobody has the line for itself any more. */
    void end() {
        owner = null;
    }

    /** True if the owner has been silent for too long. */
    boolean expired(long nowNanos) {
        return owner != null && nowNanos - heardNanos >= PATIENCE_NANOS;
    }

    /** Nanoseconds until {@link #expired}, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        return owner == null ? Long.MAX_VALUE : Math.max(0, heardNanos + PATIENCE_NANOS - nowNanos);
    }

    /**
     * A byte came from the chip.
     *
     * @param firmware gets what shows that the boot loader has gone, and its ETX
     * @return true if the chip's firmware runs
     */
    boolean runs(byte next, long nowNanos, PicDecoder.Sink firmware) {
        Watch watch = new Watch(firmware, nowNanos - sinceNanos >= FIRMWARE_GONE_NANOS);
        decoder.accept(new byte[] {next}, 1, watch);
        return watch.runs;
    }

    private static final class Watch implements PicDecoder.Sink {

        private final PicDecoder.Sink firmware;
        private final boolean framesCount;
        private boolean runs;

        private Watch(PicDecoder.Sink firmware, boolean framesCount) {
            this.firmware = firmware;
            this.framesCount = framesCount;
        }

        @Override
        public void frame(Origin origin, int bits) {
            if (framesCount) {
                runs = true;
                firmware.frame(origin, bits);
            }
        }

        @Override
        public void line(PicLine line) {
            if (line instanceof PicLine.Banner banner
                    && banner.text().startsWith(banner.firmware().banner())) {
                runs = true;
                firmware.line(banner);
            }
        }

        @Override
        public void loaderReady(int etx) {
            firmware.loaderReady(etx);
        }
    }
}
