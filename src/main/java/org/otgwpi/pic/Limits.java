package org.otgwpi.pic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What arguments a command takes, as its table says it. Immutable.
 *
 * @param least the smallest number
 * @param most the greatest number
 * @param excluded a number between them that is refused, or -1
 * @param known the texts it knows, where it takes no number
 * @param otherwise the error all else is answered with, or the character that all else is read as
 */
public record Limits(int least, int most, int excluded, Pattern known, String otherwise) {

    private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)(?: not (\\d+))? else (\\w+)");
    private static final Pattern TEXTS = Pattern.compile("(.+) else (\\w+)");

    /** Reads the column of the table. */
    static Limits parse(String column) {
        Matcher range = RANGE.matcher(column);
        if (range.matches()) {
            String excluded = range.group(3);
            return new Limits(
                    Integer.parseInt(range.group(1)),
                    Integer.parseInt(range.group(2)),
                    excluded == null ? -1 : Integer.parseInt(excluded),
                    Pattern.compile(""),
                    range.group(4));
        }
        Matcher texts = TEXTS.matcher(column);
        if (texts.matches()) {
            return new Limits(0, 0, -1, Pattern.compile(texts.group(1).replace(' ', '|')), texts.group(2));
        }
        if (!column.equals("-")) {
            throw new IllegalStateException("no limits of a command: " + column);
        }
        return new Limits(0, 0, -1, Pattern.compile(""), "");
    }

    /** The answer to a number: itself, or the error. */
    Reply number(int number) {
        boolean within = number >= least && number <= most && number != excluded;
        return within ? Reply.echo(Integer.toString(number)) : other();
    }

    /** The answer to a text: itself, or what it is read as, or the error. */
    Reply text(String text) {
        return known.matcher(text).matches() ? Reply.echo(text) : other();
    }

    private Reply other() {
        ErrorCode code = ErrorCode.of(otherwise);
        return code == null ? Reply.echo(otherwise) : Reply.error(code);
    }
}
