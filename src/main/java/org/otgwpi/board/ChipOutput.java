package org.otgwpi.board;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A Pi4J output on the GPIO character device. The line is requested at its first level, so that it never glitches. */
final class ChipOutput extends DigitalOutputBase {

    private final GpioChip chip;
    private @Nullable LineRequest line;

    /** Makes such outputs. */
    static final class Provider extends DigitalOutputProviderBase {
        private final GpioChip chip;

        Provider(GpioChip chip) {
            super("gpio-v2-output", "GPIO character device v2");
            this.chip = chip;
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            ChipOutput output = new ChipOutput(this, config, chip);
            context().registry().add(output);
            return output;
        }
    }

    private ChipOutput(DigitalOutputProvider provider, DigitalOutputConfig config, GpioChip chip) {
        super(provider, config);
        this.chip = chip;
    }

    @Override
    public DigitalOutput initialize(Context context) {
        try {
            boolean high = config().initialState() == DigitalState.HIGH;
            line = chip.request(config().name(), GpioAbi.Wanted.output(high), config().address());
        } catch (IOException e) {
            throw new InitializeException(e);
        }
        return super.initialize(context);
    }

    @Override
    public DigitalOutput state(DigitalState state) {
        LineRequest request = line;
        if (request != null) {
            try {
                request.set(state == DigitalState.HIGH ? 1 : 0, 1);
            } catch (IOException e) {
                throw new com.pi4j.io.exception.IOException(e);
            }
        }
        return super.state(state);
    }

    @Override
    public DigitalOutput shutdown(Context context) throws ShutdownException {
        super.shutdown(context);
        if (line != null) {
            line.close();
        }
        return this;
    }
}
