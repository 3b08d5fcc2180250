package org.otgwpi.board;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A Pi4J input on the GPIO character device; the kernel debounces. Its events are {@link EdgeEvent}s. Edges wait in
 * the kernel until the first listener comes.
 */
final class ChipInput extends DigitalInputBase {

    private final GpioChip chip;
    private final LineEvents events;
    private @Nullable LineRequest line;
    private boolean watched;

    /** A state change with the kernel's time stamp and the number of edges that it lost. */
    static final class EdgeEvent extends DigitalStateChangeEvent<DigitalInput> {
        private final Edge edge;

        private EdgeEvent(DigitalInput source, Edge edge) {
            super(source, stateOf(edge.high()));
            this.edge = edge;
        }

        Edge edge() {
            return edge;
        }
    }

    /** Makes such inputs. */
    static final class Provider extends DigitalInputProviderBase {
        private final GpioChip chip;
        private final LineEvents events;

        Provider(GpioChip chip, LineEvents events) {
            super("gpio-v2-input", "GPIO character device v2");
            this.chip = chip;
            this.events = events;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            ChipInput input = new ChipInput(this, config, chip, events);
            context().registry().add(input);
            return input;
        }
    }

    private ChipInput(DigitalInputProvider provider, DigitalInputConfig config, GpioChip chip, LineEvents events) {
        super(provider, config);
        this.chip = chip;
        this.events = events;
    }

    @Override
    public DigitalInput initialize(Context context) {
        try {
            GpioAbi.Wanted wanted = GpioAbi.Wanted.input(pullOf(config().pull()), Math.toIntExact(config().debounce()));
            line = chip.request(config().name(), wanted, config().address());
        } catch (IOException e) {
            throw new InitializeException(e);
        }
        return super.initialize(context);
    }

    @Override
    public synchronized DigitalInput addListener(DigitalStateChangeListener... listeners) {
        super.addListener(listeners);
        if (!watched && line != null) {
            watched = true;
            events.add(line, edge -> dispatch(new EdgeEvent(this, edge)));
        }
        return this;
    }

    @Override
    public DigitalState state() {
        LineRequest request = line;
        if (request == null) {
            return DigitalState.UNKNOWN;
        }
        try {
            return stateOf(request.levels(1) != 0);
        } catch (IOException e) {
            throw new com.pi4j.io.exception.IOException(e);
        }
    }

    @Override
    public synchronized DigitalInput shutdown(Context context) throws ShutdownException {
        super.shutdown(context);
        if (line != null) {
            events.remove(line);
            line.close();
        }
        return this;
    }

    private static DigitalState stateOf(boolean high) {
        return high ? DigitalState.HIGH : DigitalState.LOW;
    }

    private static Pull pullOf(PullResistance pull) {
        return switch (pull) {
            case OFF -> Pull.NONE;
            case PULL_UP -> Pull.UP;
            case PULL_DOWN -> Pull.DOWN;
        };
    }
}
