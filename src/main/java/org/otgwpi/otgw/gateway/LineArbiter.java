package org.otgwpi.otgw.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.PicLine;

/**
 * Decides who may write to the chip: one command at a time, the next one when the answer has come or a second has
 * passed. The chip has room for a single command and drops what arrives while that one waits. The answer goes to who
 * asked. Not thread-safe: the gateway calls it under its lock.
 */
final class LineArbiter {

    /** How long the chip may take to answer. It answers within a few milliseconds unless it restarts. */
    static final long ANSWER_NANOS = 1_000_000_000L;

    /** How many commands may wait. */
    static final int MOST_WAITING = 64;

    private final Deque<Question> waiting = new ArrayDeque<>();
    private final Consumer<String> line;
    private @Nullable Question asked;
    private long askedNanos;

    /** @param line takes each command that may be sent now, without its line end */
    LineArbiter(Consumer<String> line) {
        this.line = line;
    }

    /**
     * Sends a command as soon as the line is free.
     *
     * @param asker gets the chip's answer, or null if none came; may itself be null
     * @return false if too many commands wait already
     */
    boolean submit(String command, @Nullable Consumer<@Nullable String> asker, long nowNanos) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(new Question(command, asker));
        sendNext(nowNanos);
        return true;
    }

    /** Looks whether {@code picLine} is the answer that is waited for. */
    void received(PicLine picLine, long nowNanos) {
        Question question = asked;
        if (question == null) {
            return;
        }
        String answer = question.answerIn(picLine);
        if (answer != null) {
            asked = null;
            sendNext(nowNanos);
            question.answer(answer);
        }
    }

    /** Gives up waiting for an answer that is overdue. */
    void expire(long nowNanos) {
        Question question = asked;
        if (question != null && nowNanos - askedNanos >= question.patienceNanos()) {
            asked = null;
            sendNext(nowNanos);
            question.answer(null);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        Question question = asked;
        return question == null ? Long.MAX_VALUE : Math.max(0, askedNanos + question.patienceNanos() - nowNanos);
    }

    /** Drops what waits, and tells who asked that no answer comes: the line is gone. */
    void clear() {
        Question question = asked;
        asked = null;
        Deque<Question> all = new ArrayDeque<>(waiting);
        waiting.clear();
        if (question != null) {
            question.answer(null);
        }
        all.forEach(each -> each.answer(null));
    }

    private void sendNext(long nowNanos) {
        Question question = asked == null ? waiting.poll() : null;
        if (question != null) {
            asked = question;
            askedNanos = nowNanos;
            line.accept(question.command);
        }
    }

    private record Question(String command, @Nullable Consumer<@Nullable String> asker) {

        private void answer(@Nullable String text) {
            if (asker != null) {
                asker.accept(text);
            }
        }

        /** What {@code line} answers to this command, or null if it does not. */
        private @Nullable String answerIn(PicLine line) {
            return switch (line) {
                case PicLine.Answer reply -> command.startsWith(reply.code()) ? reply.value() : null;
                case PicLine.Refusal refusal -> refusal.code().name();
                case PicLine.Banner banner -> command.equals("GW=R") ? banner.text() : null;
                default -> null;
            };
        }

        /** A reset is answered by the banner, 1.1 s later. */
        private long patienceNanos() {
            return command.equals("GW=R") ? 2 * ANSWER_NANOS : ANSWER_NANOS;
        }
    }
}
