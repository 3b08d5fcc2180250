package org.otgwpi.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lines of a board that is not there: who plays its surroundings drives the inputs and looks at the outputs. */
public final class SimulatedLines implements GpioLines {

    private final Context context = Pi4J.newContextBuilder()
            .noAutoDetect()
            .disableShutdownHook()
            .add(MockDigitalOutputProvider.newInstance(), MockDigitalInputProvider.newInstance())
            .build();
    private final LineClaims claims = new LineClaims();
    private final Pi4jDigital digital;
    private final LineStates states;

    /** Reset lines that are left alone just now. */
    private final Set<Integer> released = ConcurrentHashMap.newKeySet();

    /**
     * A board with nothing wired to it.
     *
     * @param nanoTime the monotonic clock that stamps edges
     */
    public SimulatedLines(LongSupplier nanoTime) {
        digital = new Pi4jDigital(context, claims, nanoTime);
        states = new LineStates(claims, digital);
    }

    @Override
    public String name() {
        return "the simulated board";
    }

    @Override
    public OutputLine output(int line, String user, boolean high) throws IOException {
        return digital.output(line, user, high);
    }

    @Override
    public InputLine input(int line, String user, Pull pull, int debounceMicros, Consumer<Edge> listener)
            throws IOException {
        AtomicBoolean started = new AtomicBoolean();
        InputLine input = digital.input(line, user, pull, debounceMicros, edge -> {
            if (started.get()) {
                listener.accept(edge);
            }
        });
        drive(line, pull == Pull.UP);
        started.set(true);
        return input;
    }

    @Override
    public ResetLine resetLine(int line, String user) throws IOException {
        if (line == NONE) {
            return new UnwiredResetLine();
        }
        OutputLine output = output(line, user, true);
        released.add(line);
        return new SimulatedResetLine(output, line, released);
    }

    /** Gives an input a level from outside; its listener is called by this thread. Lines that are no inputs ignore it. */
    public void drive(int line, boolean high) {
        if (context.hasIO("in" + line)) {
            context.io("in" + line, MockDigitalInput.class).mockState(high ? DigitalState.HIGH : DigitalState.LOW);
        }
    }

    /** The level of an output; high, too, if nobody drives the line. */
    public boolean level(int line) {
        return !context.hasIO("out" + line)
                || context.io("out" + line, DigitalOutput.class).state() == DigitalState.HIGH;
    }

    @Override
    public OutputBank bank(List<LineUse> uses) throws IOException {
        return states.bank(uses, NoWires::new);
    }

    @Override
    public Optional<PwmChannel> dimmer(LineUse use) {
        return Optional.empty();
    }

    @Override
    public Optional<String> holder(int line) {
        return claims.holder(line);
    }

    @Override
    public List<LineState> states() {
        return states.now().stream()
                .map(state -> released.contains(state.line())
                        ? new LineState(state.line(), state.user(), LineState.Direction.NONE, false)
                        : state)
                .toList();
    }

    @Override
    public Reservation reserve(int line, String user) throws IOException {
        return claims.reserve(line, user);
    }

    @Override
    public void close() {
        if (!context.isShutdown()) {
            context.shutdown();
        }
    }

    private record NoWires() implements BankWires {

        @Override
        public void set(long levels, long mask) {}

        @Override
        public void drive(long outputs, long levels) {}

        @Override
        public void close() {}
    }

    private record SimulatedResetLine(OutputLine output, int line, Set<Integer> released) implements ResetLine {

        @Override
        public void pull() {
            set(false);
            released.remove(line);
        }

        @Override
        public void release() {
            released.add(line);
            set(true);
        }

        @Override
        public void close() {
            output.close();
            released.remove(line);
        }

        private void set(boolean high) {
            try {
                output.set(high);
            } catch (IOException e) {
                throw new IllegalStateException("a simulated line failed", e);
            }
        }
    }
}
