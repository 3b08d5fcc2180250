package org.otgwpi.opentherm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All 256 data ids, read from the resource data-ids.csv (otgw-core 2.5). Immutable, thread-safe. */
public final class Catalogue {

    private static final String RESOURCE = "data-ids.csv";
    private static final int COLUMNS = 7;
    private static final int IDS = 256;

    private final DataId[] ids = new DataId[IDS];
    private final Map<String, DataId> byLabel = new HashMap<>();

    private Catalogue(BufferedReader table, DecoderTable decoders) throws IOException {
        Decoder unknown = decoders.decoder("unknown", "", "");
        for (int id = 0; id < IDS; id++) {
            ids[id] = new DataId(id, "", "", Direction.UNDEFINED, DataType.UNDEFINED, "", unknown);
        }
        table.readLine();
        String line;
        for (int number = 2; (line = table.readLine()) != null; number++) {
            try {
                add(line.split(";", -1), decoders);
            } catch (IllegalArgumentException e) {
                throw new IOException(RESOURCE + " line " + number + ": " + e.getMessage(), e);
            }
        }
    }

    private void add(String[] columns, DecoderTable decoders) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(columns.length + " columns where " + COLUMNS + " are due");
        }
        int id = Integer.parseInt(columns[0]);
        if (id < 0 || id >= IDS) {
            throw new IllegalArgumentException("a data id is 0 to 255, not " + id);
        }
        String label = columns[1];
        String unit = columns[4];
        ids[id] = new DataId(
                id,
                label,
                columns[6],
                Direction.of(columns[2]),
                DataType.of(columns[3]),
                unit,
                decoders.decoder(columns[5], label, unit));
        byLabel.put(label.toLowerCase(Locale.ROOT), ids[id]);
    }

    /**
     * Reads the catalogue that the program carries.
     *
     * @throws UncheckedIOException if a resource is missing or faulty: the program itself is damaged
     */
    public static Catalogue load() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("The resource " + RESOURCE + " is missing from the program; install it again.");
            }
            return new Catalogue(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), DecoderTable.load());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The entry of a data id; an undefined one has an empty label.
     *
     * @param id 0..255
     */
    public DataId get(int id) {
        return ids[id];
    }

    /** The entry of a frame's data id. */
    public DataId of(Frame frame) {
        return ids[frame.dataId()];
    }

    /** The defined data id of that label, whatever its case; null if there is none. */
    public @Nullable DataId byLabel(String label) {
        return byLabel.get(label.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the value of {@code frame} counts (otgw-core 2.4).
     *
     * @param overridden the gateway sent another frame in this one's place
     */
    public Verdict judge(Frame frame, boolean overridden) {
        if (frame.origin() == Origin.ERROR) {
            return Verdict.PARITY_ERROR;
        }
        if (overridden) {
            return Verdict.OVERRIDDEN;
        }
        return of(frame).carriesValue(frame.type()) ? Verdict.ACCEPTED : Verdict.NOT_A_VALUE;
    }
}
