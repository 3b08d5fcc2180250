package org.otgwpi.otgw.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.PicLine;

/**
 * Decides who may write to the chip: one command at a time, the next one when the answer has come or a second has
 * passed, in the order in which they came. The chip has room for a single command and drops what arrives while that
 * one waits. The answer goes to who asked. Not thread-safe: the gateway calls it under its lock.
 */
final class LineArbiter {

    /** How long the chip may take to answer. It answers within a few milliseconds unless it restarts. */
    static final long ANSWER_NANOS = 1_000_000_000L;

    /** How many turns may wait. */
    static final int MOST_WAITING = 64;

    /** One turn at the line. */
    interface Turn {

        /** Writes to the chip; the line is free. */
        void send(long nowNanos);

        /** What {@code line} answers to what was sent, or null if it does not. */
        @Nullable
        String answerIn(PicLine line);

        /** How long the answer may take; 0 if none will come. Asked after {@link #send}. */
        long patienceNanos();

        /** The turn is over, and was the chip's answer {@code answer}; null if none came. */
        void over(@Nullable String answer);
    }

    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final Consumer<String> line;
    private @Nullable Turn asked;
    private long askedNanos;
    private boolean blocked;

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
        submitInAnyCase(command, asker, nowNanos);
        return true;
    }

    /** The same for whoever keeps the number of its commands small itself: it has its turn however many others wait. */
    void submitInAnyCase(String command, @Nullable Consumer<@Nullable String> asker, long nowNanos) {
        submit(new Question(command, asker), nowNanos);
    }

    /** Lets {@code turn} send as soon as the line is free. Who calls this keeps the number of its turns small. */
    void submit(Turn turn, long nowNanos) {
        waiting.add(turn);
        sendNext(nowNanos);
    }

    /** Looks whether {@code picLine} is the answer that is waited for. */
    void received(PicLine picLine, long nowNanos) {
        Turn turn = asked;
        String answer = turn == null ? null : turn.answerIn(picLine);
        if (turn != null && answer != null) {
            askedNanos = nowNanos;
            asked = picLine.text().equals("PS: 1") ? new SummaryToCome() : null;
            sendNext(nowNanos);
            turn.over(answer);
        }
    }

    /** Gives up waiting for an answer that is overdue. */
    void expire(long nowNanos) {
        Turn turn = asked;
        if (turn != null && nowNanos - askedNanos >= turn.patienceNanos()) {
            asked = null;
            sendNext(nowNanos);
            turn.over(null);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        Turn turn = asked;
        return turn == null ? Long.MAX_VALUE : Math.max(0, askedNanos + turn.patienceNanos() - nowNanos);
    }

    /** Lets nobody send until {@link #unblock}; what waits goes on waiting. */
    void block() {
        blocked = true;
    }

    /** Goes on after {@link #block}. */
    void unblock(long nowNanos) {
        blocked = false;
        sendNext(nowNanos);
    }

    /** Drops what waits, and tells who asked that no answer comes: the line is gone. */
    void clear() {
        Turn turn = asked;
        asked = null;
        Deque<Turn> all = new ArrayDeque<>(waiting);
        waiting.clear();
        if (turn != null) {
            turn.over(null);
        }
        all.forEach(each -> each.over(null));
    }

    private void sendNext(long nowNanos) {
        while (asked == null && !blocked) {
            Turn turn = waiting.poll();
            if (turn == null) {
                return;
            }
            asked = turn;
            askedNanos = nowNanos;
            turn.send(nowNanos);
            if (turn.patienceNanos() == 0) {
                asked = null;
                turn.over(null);
            }
        }
    }

    /** What {@code line} answers to {@code command}, or null if it does not. */
    static @Nullable String answer(String command, PicLine line) {
        return switch (line) {
            case PicLine.Answer reply -> command.startsWith(reply.code()) ? reply.value() : null;
            case PicLine.Refusal refusal -> refusal.code().name();
            case PicLine.Banner banner -> command.equals("GW=R") ? banner.text() : null;
            default -> null;
        };
    }

    private final class Question implements Turn {

        private final String command;
        private final @Nullable Consumer<@Nullable String> asker;

        private Question(String command, @Nullable Consumer<@Nullable String> asker) {
            this.command = command;
            this.asker = asker;
        }

        @Override
        public void send(long nowNanos) {
            line.accept(command);
        }

        @Override
        public @Nullable String answerIn(PicLine picLine) {
            return answer(command, picLine);
        }

        /** A reset is answered by the banner, 1.1 s later. */
        @Override
        public long patienceNanos() {
            return command.equals("GW=R") ? 2 * ANSWER_NANOS : ANSWER_NANOS;
        }

        @Override
        public void over(@Nullable String text) {
            if (asker != null) {
                asker.accept(text);
            }
        }
    }

    /** The chip prints the summary in pieces: an answer to the next command would stand in the middle of it. */
    private static final class SummaryToCome implements Turn {

        @Override
        public void send(long nowNanos) {
            throw new IllegalStateException("the summary comes by itself");
        }

        @Override
        public @Nullable String answerIn(PicLine line) {
            return line instanceof PicLine.Summary ? line.text() : null;
        }

        @Override
        public long patienceNanos() {
            return ANSWER_NANOS;
        }

        @Override
        public void over(@Nullable String answer) {
            // nobody asked for it by itself
        }
    }
}
