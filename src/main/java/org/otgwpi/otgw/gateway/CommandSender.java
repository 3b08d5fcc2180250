package org.otgwpi.otgw.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends what nobody waits for: the commands of the queue, the user's commands for the start, and the questions that the
 * chip is asked again and again (otgw-core 3.3 to 3.6). Times are nanoseconds of a monotonic clock. Not thread-safe: the
 * gateway calls it under its lock.
 */
final class CommandSender {

    static final long MODE_POLL_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final long IDENTITY_POLL_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LineArbiter arbiter;
    private final CommandQueue queue = new CommandQueue();
    private final Poll modePoll = new Poll("PR=M", MODE_POLL_NANOS);
    private final Poll identityPoll = new Poll("PR=A", IDENTITY_POLL_NANOS);
    private List<String> bootCommands = List.of();

    CommandSender(LineArbiter arbiter) {
        this.arbiter = arbiter;
    }

    /** Keeps {@code commands} for {@link #chipAnswers}: semicolons between them, empty ones left out, blanks count. */
    void bootCommands(String commands) {
        bootCommands = Arrays.stream(commands.split(";"))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Queues a command for the next second or later; false if it has no form of a command or no place is left. */
    boolean enqueue(String command, boolean forced, long nowNanos) {
        return queue.add(command, forced, CommandQueue.DELAY_NANOS, nowNanos);
    }

    /** Queues a command behind those there are, without delay; else as {@link #enqueue}. */
    boolean enqueueAtOnce(String command, long nowNanos) {
        return queue.add(command, true, 0, nowNanos);
    }

    /** How many commands are queued. */
    int queued() {
        return queue.size();
    }

    /** Empties the queue; the commands that were in it. */
    List<String> drop() {
        return queue.drop();
    }

    /** The chip sent an answer that starts with the letters {@code code}. */
    void answered(String code) {
        queue.answered(code);
    }

    /**
     * The chip answers, so it can be sent the commands for the start: once, not again after it restarts.
     *
     * @param refused gets each one that cannot be sent
     */
    void chipAnswers(long nowNanos, Consumer<String> refused) {
        List<String> commands = bootCommands;
        bootCommands = List.of();
        for (String command : commands) {
            if (!queue.add(command, true, CommandQueue.DELAY_NANOS, nowNanos)) {
                refused.accept(command);
            }
        }
    }

    /** Asks what is due to be asked; to be called once a second while the line may be used. */
    void poll(boolean mode, boolean identity, long nowNanos) {
        ask(modePoll, mode, nowNanos);
        ask(identityPoll, identity, nowNanos);
    }

    /** Sends the queued commands that are due; the line may be used. */
    void serve(long nowNanos) {
        for (CommandQueue.Entry entry : queue.due(nowNanos)) {
            arbiter.submitInAnyCase(entry.command(), answer -> entry.transmitted(), nowNanos);
        }
    }

    private void ask(Poll poll, boolean wanted, long nowNanos) {
        if (poll.due(nowNanos) && wanted) {
            poll.asked();
            if (!arbiter.submit(poll.command(), answer -> poll.over(), nowNanos)) {
                poll.over();
            }
        }
    }
}
