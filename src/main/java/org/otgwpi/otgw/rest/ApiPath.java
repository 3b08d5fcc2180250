package org.otgwpi.otgw.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * A raw path cut into words as the original does: at each slash, empty words dropped, ten words with the empty one
 * before the first slash, 31 characters a word (otgw-http-ws 1.7).
 */
public record ApiPath(List<String> words) {

    static final int MOST_WORDS = 9;
    static final int LONGEST_WORD = 31;

    static ApiPath of(String rawPath) {
        List<String> words = new ArrayList<>();
        for (String word : rawPath.split("/", -1)) {
            if (!word.isEmpty() && words.size() < MOST_WORDS) {
                words.add(word.substring(0, Math.min(word.length(), LONGEST_WORD)));
            }
        }
        return new ApiPath(List.copyOf(words));
    }

    /** A word of the path, {@code api} being number 1; empty if there are not so many. */
    String word(int number) {
        return number <= words.size() ? words.get(number - 1) : "";
    }

    /**
     * True if the words begin with those of {@code pattern}, where {@code *} stands for any one word. Words behind
     * them do not matter.
     */
    boolean startsWith(List<String> pattern) {
        if (words.size() < pattern.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals("*") && !pattern.get(i).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }
}
