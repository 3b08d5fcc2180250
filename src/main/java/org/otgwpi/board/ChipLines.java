package org.otgwpi.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The lines of a chip: Pi4J with our providers, and the open-drain line, which Pi4J does not know, without it. */
final class ChipLines implements GpioLines {

    private final GpioChip chip;
    private final LineEvents events;
    private final Context context;
    private final LineClaims claims = new LineClaims();
    private final Pi4jDigital digital;
    private final LineStates states;
    private final HeaderPwm pwm = HeaderPwm.find(Path.of("/"));
    private final List<ResetLine> resetLines = new CopyOnWriteArrayList<>();

    private ChipLines(GpioChip chip, LineEvents events, Context context) {
        this.chip = chip;
        this.events = events;
        this.context = context;
        digital = new Pi4jDigital(context, claims, System::nanoTime);
        states = new LineStates(claims, digital);
    }

    static GpioLines open(GpioChip chip, Executor listeners) {
        LineEvents events = new LineEvents(listeners);
        Context context = Pi4J.newContextBuilder()
                .noAutoDetect()
                .disableShutdownHook()
                .add(new ChipOutput.Provider(chip), new ChipInput.Provider(chip, events))
                .build();
        return new ChipLines(chip, events, context);
    }

    @Override
    public String name() {
        return chip.name();
    }

    @Override
    public OutputLine output(int line, String user, boolean high) throws IOException {
        return digital.output(line, user, high);
    }

    @Override
    public InputLine input(int line, String user, Pull pull, int debounceMicros, Consumer<Edge> listener)
            throws IOException {
        return digital.input(line, user, pull, debounceMicros, listener);
    }

    @Override
    public ResetLine resetLine(int line, String user) throws IOException {
        if (line == NONE) {
            return new UnwiredResetLine();
        }
        claims.claim(line, user);
        try {
            ResetLine reset =
                    new OpenDrainLine(chip.request(user, GpioAbi.Wanted.openDrain(), line), () -> claims.release(line));
            resetLines.add(reset);
            return reset;
        } catch (IOException e) {
            claims.release(line);
            throw e;
        }
    }

    @Override
    public OutputBank bank(List<LineUse> uses) throws IOException {
        int[] offsets = uses.stream().mapToInt(LineUse::line).toArray();
        String user = uses.stream().map(LineUse::user).findFirst().orElse("outputs");
        return states.bank(uses, () -> chip.request(user, GpioAbi.Wanted.undriven(), offsets));
    }

    @Override
    public Optional<PwmChannel> dimmer(LineUse use) throws IOException {
        SysfsPwmChannel channel = pwm.channel(use.line()).orElse(null);
        if (channel == null) {
            return Optional.empty();
        }
        Reservation reserved = claims.reserve(use.line(), use.user());
        return Optional.of(new PwmChannel() {
            @Override
            public void dim(int percent) throws IOException {
                channel.dim(percent);
            }

            @Override
            public void close() {
                channel.release();
                reserved.close();
            }
        });
    }

    @Override
    public Optional<String> holder(int line) {
        return claims.holder(line).or(() -> pwm.channel(line).isPresent() ? Optional.empty() : chip.holder(line));
    }

    @Override
    public List<LineState> states() {
        return states.now();
    }

    @Override
    public Reservation reserve(int line, String user) throws IOException {
        return claims.reserve(line, user);
    }

    @Override
    public void close() {
        if (!context.isShutdown()) {
            resetLines.forEach(ResetLine::close);
            context.shutdown();
            events.close();
            chip.close();
        }
    }
}
