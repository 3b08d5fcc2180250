package org.otgwpi;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.otgw.Hardware;
import org.otgwpi.otgw.OtgwPersonality;
import org.otgwpi.otgw.Ports;
import org.otgwpi.otgw.rest.ProgramFacts;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.simulator.Simulator;
import org.otgwpi.update.Updates;
import org.tinylog.Logger;

/** Makes the OpenTherm Gateway with the hardware that the command line asks for, simulated or real. */
final class OtgwFactory implements PersonalityFactory {

    /** The same house at every start, so that what somebody saw can be seen again. */
    private static final long HOUSE_SEED = 1;

    private static final String RESET_USER = "the reset of the gateway (picresetpin)";

    private final CommandLineOptions options;
    private final Updates updates;

    OtgwFactory(CommandLineOptions options, Updates updates) {
        this.options = options;
        this.updates = updates;
    }

    @Override
    public String description() {
        return "OpenTherm Gateway: the heating on the network";
    }

    @Override
    public List<LineUse> lines(PersonalityContext context, Settings settings) {
        List<LineUse> lines = new ArrayList<>(OtgwPersonality.lines(settings));
        int reset = settings.integer("picresetpin");
        if (reset != GpioLines.NONE) {
            lines.add(new LineUse(reset, RESET_USER, true));
        }
        return lines;
    }

    @Override
    public boolean doesWithoutLines() {
        return true;
    }

    @Override
    public boolean ownsDataFolder() {
        return true;
    }

    @Override
    public Personality create(PersonalityContext context) throws IOException {
        Simulator simulator = options.simulate() ? simulator(context.nanoTime()) : null;
        ResetLine reset = null;
        try {
            reset = resetLine(context, simulator);
            return new Wired(gateway(context, simulator, reset), reset, simulator);
        } catch (RuntimeException e) {
            close(reset, simulator);
            throw e;
        }
    }

    private OtgwPersonality gateway(
            PersonalityContext context, @Nullable Simulator simulator, @Nullable ResetLine reset) {
        return new OtgwPersonality(
                context.settings(),
                new Hardware(serialLine(context.settings(), simulator), reset, context.lines(), context.machine()),
                context.dataFolder(),
                new ProgramFacts(context.version(), context.built(), context.programBytes()),
                context.wholeStatus(),
                context.web(),
                context.worker(),
                new Ports(context.webSocketPort(), options.bridgePort(), options.consolePort()),
                context.maintenance(),
                updates,
                context.nanoTime(),
                context.wallClock());
    }

    private Simulator simulator(LongSupplier nanoTime) throws IOException {
        Simulator simulator = new Simulator(
                new Simulator.Options(options.speed(), options.replay(), options.dataFolder(), HOUSE_SEED), nanoTime);
        simulator.start();
        return simulator;
    }

    private SerialLine serialLine(SettingsStore settings, @Nullable Simulator simulator) {
        String path = options.serialPath();
        if (simulator != null) {
            return new SerialPortLine(simulator::portPath);
        }
        return path != null
                ? new SerialPortLine(() -> path)
                : new SerialPortLine(() -> settings.current().text("serialport"));
    }

    /** The wire to the chip's reset pin; without GPIO the gateway does without it. */
    private static @Nullable ResetLine resetLine(PersonalityContext context, @Nullable Simulator simulator) {
        ResetLine wire = headerResetLine(context);
        return simulator == null ? wire : new SimulatedReset(simulator.resetLine(), wire);
    }

    private static @Nullable ResetLine headerResetLine(PersonalityContext context) {
        GpioLines lines = context.lines();
        int pin = context.settings().current().integer("picresetpin");
        if (lines == null || pin == GpioLines.NONE) {
            return null;
        }
        try {
            return lines.resetLine(pin, RESET_USER);
        } catch (IOException e) {
            Logger.warn("The gateway can be reset by command only: {}", e.getMessage());
            return null;
        }
    }

    private static void close(@Nullable ResetLine reset, @Nullable Simulator simulator) {
        if (reset != null) {
            reset.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    /** The simulated chip, and the line of the simulated board that shows what is done to it. */
    private record SimulatedReset(ResetLine chip, @Nullable ResetLine shown) implements ResetLine {

        @Override
        public void pull() {
            chip.pull();
            if (shown != null) {
                shown.pull();
            }
        }

        @Override
        public void release() {
            chip.release();
            if (shown != null) {
                shown.release();
            }
        }

        @Override
        public void close() {
            chip.close();
            if (shown != null) {
                shown.close();
            }
        }
    }

    /** The gateway, and what it is wired to for as long as it lives. */
    private record Wired(
            OtgwPersonality gateway,
            @Nullable ResetLine reset,
            @Nullable Simulator simulator) implements Personality {

        @Override
        public String name() {
            return gateway.name();
        }

        @Override
        public HttpHandler http() {
            return gateway.http();
        }

        @Override
        public Map<String, Object> status() {
            return gateway.status();
        }

        @Override
        public Map<String, byte[]> supportFiles() {
            return gateway.supportFiles();
        }

        @Override
        public String openPorts() {
            return gateway.openPorts();
        }

        @Override
        public List<Quiescent> quiescents() {
            return gateway.quiescents();
        }

        @Override
        public Audience audience() {
            return gateway.audience();
        }

        @Override
        public Optional<String> obstacle() {
            return gateway.obstacle();
        }

        @Override
        public void start() throws IOException {
            gateway.start();
        }

        @Override
        public void close() {
            gateway.close();
            OtgwFactory.close(reset, simulator);
        }
    }
}
