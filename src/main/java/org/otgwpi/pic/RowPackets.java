package org.otgwpi.pic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds packets that change a row of the program memory and that no single fault on the line turns into an order to change
 * anything else. There is a choice: any address of a row erases it, words that hold nothing can be written behind the
 * others, a row can be written in pieces, zeros can be guarded. Stateless.
 */
public final class RowPackets {

    /** Tried first: with it a checksum that takes the place of a lost zero leads to the same row in most places. */
    private static final int ERASED_BY_WORD = 0x1C;

    private RowPackets() {}

    /** Erases the row at {@code row}. */
    public static LoaderRequest erase(FlashLayout layout, int row) {
        for (int i = 0; i < 2 * FlashLayout.ROW_WORDS; i++) {
            int word = (ERASED_BY_WORD + i) % FlashLayout.ROW_WORDS;
            LoaderRequest request = LoaderRequest.eraseRow(row + word).guarded(i >= FlashLayout.ROW_WORDS);
            if (Misheard.harmless(request.packet(), request, layout)) {
                return request;
            }
        }
        return LoaderRequest.eraseRow(row + ERASED_BY_WORD).guarded(true);
    }

    /**
     * Writes words into an erased row.
     *
     * @param words from the row's first one on, at least one
     */
    public static List<LoaderRequest> write(FlashLayout layout, int row, List<Integer> words) {
        List<LoaderRequest> requests = new ArrayList<>();
        for (int done = 0; done < words.size(); ) {
            LoaderRequest next = piece(layout, row, done, words);
            requests.add(next);
            done += next.count() * layout.wordsPerCount();
        }
        return requests;
    }

    /** The longest packet of words from {@code from} on, which is filled up with nothing if that helps. */
    private static LoaderRequest piece(FlashLayout layout, int row, int from, List<Integer> words) {
        int unit = layout.wordsPerCount();
        List<Integer> filled = new ArrayList<>(words.subList(from, words.size()));
        int used = filled.size();
        filled.addAll(Collections.nCopies(FlashLayout.ROW_WORDS - words.size(), FlashLayout.ERASED));
        for (int length = used; length <= filled.size(); length += unit) {
            LoaderRequest request = safe(layout, row + from, filled.subList(0, length));
            if (request != null) {
                return request;
            }
        }
        for (int length = (used - 1) / unit * unit; length > 0; length -= unit) {
            LoaderRequest request = safe(layout, row + from, filled.subList(0, length));
            if (request != null) {
                return request;
            }
        }
        return LoaderRequest.writeProgram(layout, row + from, filled.subList(0, used))
                .guarded(true);
    }

    private static @Nullable LoaderRequest safe(FlashLayout layout, int address, List<Integer> words) {
        LoaderRequest plain = LoaderRequest.writeProgram(layout, address, words);
        for (LoaderRequest each : List.of(plain, plain.guarded(true))) {
            if (Misheard.harmless(each.packet(), each, layout)) {
                return each;
            }
        }
        return null;
    }
}
