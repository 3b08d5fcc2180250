package org.otgwpi.board;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.IO;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/** Digital lines by Pi4J, whichever providers its context has, each claimed as long as it is open. */
final class Pi4jDigital {

    private final Context context;
    private final LineClaims claims;
    private final LongSupplier nanoTime;

    /**
     * Lines of one context.
     *
     * @param nanoTime stamps the edges of providers that do not
     */
    Pi4jDigital(Context context, LineClaims claims, LongSupplier nanoTime) {
        this.context = context;
        this.claims = claims;
        this.nanoTime = nanoTime;
    }

    OutputLine output(int line, String user, boolean high) throws IOException {
        claims.claim(line, user);
        try {
            DigitalOutput output = context.create(DigitalOutput.newConfigBuilder(context)
                    .id("out" + line)
                    .name(user)
                    .address(line)
                    .initial(high ? DigitalState.HIGH : DigitalState.LOW)
                    .build());
            return new Output(output, line);
        } catch (RuntimeException e) {
            claims.release(line);
            throw unwrapped(e, line, user);
        }
    }

    InputLine input(int line, String user, Pull pull, int debounceMicros, Consumer<Edge> listener) throws IOException {
        claims.claim(line, user);
        try {
            DigitalInput input = context.create(DigitalInput.newConfigBuilder(context)
                    .id("in" + line)
                    .name(user)
                    .address(line)
                    .pull(resistance(pull))
                    .debounce((long) debounceMicros)
                    .build());
            Input opened = new Input(input, line);
            input.addListener(event -> opened.tell(listener, event));
            return opened;
        } catch (RuntimeException e) {
            claims.release(line);
            throw unwrapped(e, line, user);
        }
    }

    /** What a claimed line does just now. */
    LineState state(int line, String user) {
        try {
            if (context.hasIO("out" + line)) {
                boolean high = context.io("out" + line, DigitalOutput.class).state() == DigitalState.HIGH;
                return new LineState(line, user, LineState.Direction.OUT, high);
            }
            if (context.hasIO("in" + line)) {
                boolean high = context.io("in" + line, DigitalInput.class).state() == DigitalState.HIGH;
                return new LineState(line, user, LineState.Direction.IN, high);
            }
        } catch (Pi4JException e) {
            Logger.debug("the level of GPIO line {} is not known: {}", line, e.getMessage());
        }
        return new LineState(line, user, LineState.Direction.NONE, false);
    }

    private void shutdown(IO<?, ?, ?> io, int line) {
        if (!context.isShutdown()) {
            context.shutdown(io.id());
        }
        claims.release(line);
    }

    private static IOException unwrapped(RuntimeException failure, int line, String user) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException e) {
                return new IOException(e.getMessage(), failure);
            }
        }
        return new IOException("cannot use GPIO line " + line + " for " + user + ": " + failure.getMessage(), failure);
    }

    private static PullResistance resistance(Pull pull) {
        return switch (pull) {
            case NONE -> PullResistance.OFF;
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
        };
    }

    private final class Output implements OutputLine {
        private final DigitalOutput output;
        private final int line;
        private final AtomicBoolean closed = new AtomicBoolean();

        Output(DigitalOutput output, int line) {
            this.output = output;
            this.line = line;
        }

        @Override
        public void set(boolean high) throws IOException {
            try {
                output.state(high ? DigitalState.HIGH : DigitalState.LOW);
            } catch (Pi4JException e) {
                throw unwrapped(e, line, output.name());
            }
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                shutdown(output, line);
            }
        }
    }

    private final class Input implements InputLine {
        private final DigitalInput input;
        private final int line;
        private final AtomicBoolean closed = new AtomicBoolean();

        Input(DigitalInput input, int line) {
            this.input = input;
            this.line = line;
        }

        void tell(Consumer<Edge> listener, DigitalStateChangeEvent<?> event) {
            if (!closed.get()) {
                listener.accept(
                        event instanceof ChipInput.EdgeEvent stamped
                                ? stamped.edge()
                                : new Edge(event.state() == DigitalState.HIGH, nanoTime.getAsLong(), 0));
            }
        }

        @Override
        public boolean high() throws IOException {
            try {
                return input.state() == DigitalState.HIGH;
            } catch (Pi4JException e) {
                throw unwrapped(e, line, input.name());
            }
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                shutdown(input, line);
            }
        }
    }
}
