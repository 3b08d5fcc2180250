package org.otgwpi.otgw.console;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.pic.FirmwareVersion;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;

/** What each key of the console does (otgw-http-ws 7.6). For one thread only. */
final class Keys {

    private static final String ALL = "h1234qkmFrpabiuojlf";

    private static final String NO_OUTPUT = "GPIO output: there is none";

    /** Takes what is to be printed. */
    interface Printer {

        /** One line behind a prefix that names {@code part}. */
        void line(String part, String text);

        /** Lines as they are. */
        void raw(String text);
    }

    private final Gateway gateway;
    private final SettingsStore settings;
    private final ConsoleFacts facts;
    private final Topics topics;
    private final MqttKeys mqtt;
    private final PinKeys pins;
    private final Printer printer;
    private final ConsoleLine consoleLine;
    private final Executor thread;
    private final HelpScreen help;
    private final SettingsDump dump = new SettingsDump();
    private boolean debug;

    /** @param thread runs what is to be done when the chip has answered */
    Keys(
            Gateway gateway,
            SettingsStore settings,
            ConsoleFacts facts,
            Topics topics,
            MqttKeys mqtt,
            PinKeys pins,
            Printer printer,
            ConsoleLine consoleLine,
            Executor thread) {
        this.gateway = gateway;
        this.settings = settings;
        this.facts = facts;
        this.topics = topics;
        this.mqtt = mqtt;
        this.pins = pins;
        this.printer = printer;
        this.consoleLine = consoleLine;
        this.thread = thread;
        help = new HelpScreen(facts);
    }

    /** False if nothing is done for that character. */
    static boolean known(char key) {
        return ALL.indexOf(key) >= 0;
    }

    void press(char key) {
        switch (key) {
            case 'h' ->
                printer.raw(help.text(gateway.state(), mqtt.connected(), topics, consoleLine.prefix("checkhash")));
            case '1' -> toggle(Topic.OPENTHERM);
            case '2' -> toggle(Topic.REST);
            case '3' -> toggle(Topic.MQTT);
            case '4' -> toggle(Topic.SENSORS);
            case 'q', 'k' -> readSettings();
            case 'm' -> announce("the data ids seen so far", mqtt::announceSeen);
            case 'F' -> announce("all data ids", mqtt::announceAll);
            case 'r' -> reconnect();
            case 'p' -> reset();
            case 'a' -> identify();
            case 'b' -> line(pins.blinkLed() ? "Blinking LED 1" : "There is no LED 1");
            case 'i' -> line(pins.initialiseOutput() ? "GPIO output: initialized" : NO_OUTPUT);
            case 'u' -> line(pins.driveOutput(false) ? "GPIO output: ON (low)" : NO_OUTPUT);
            case 'o' -> line(pins.driveOutput(true) ? "GPIO output: OFF (high)" : NO_OUTPUT);
            case 'j' -> line(level(pins.outputIsHigh()));
            case 'l' -> debug(true);
            case 'f' -> debug(debug);
            default -> {}
        }
    }

    private void line(String text) {
        printer.line("handleDebug", text);
    }

    private void toggle(Topic topic) {
        line("Debug " + topic.label() + ": " + topics.toggle(topic));
    }

    private void readSettings() {
        try {
            if (settings.reload() instanceof Change.Refused refused) {
                line(refused.sentence());
            }
        } catch (IOException e) {
            line(String.valueOf(e.getMessage()));
        }
        printer.raw(dump.text(settings.current()));
    }

    private void announce(String what, Runnable announcement) {
        if (mqtt.connected()) {
            announcement.run();
            line("MQTT discovery is published for " + what);
        } else {
            line("MQTT is not connected: nothing is published");
        }
    }

    private void reconnect() {
        boolean connected = mqtt.connected();
        if (!connected) {
            mqtt.reconnect();
        }
        line("WiFi: " + (facts.networkUp().getAsBoolean() ? "Connected" : "Disconnected") + " | MQTT: "
                + (connected ? "Connected" : "Disconnected"));
    }

    private void reset() {
        line("Reset PIC");
        whenAnswered(gateway.reset(), banner -> {
            line(banner == null ? "PIC not found: it printed no banner" : "PIC found: " + banner);
        });
    }

    private void identify() {
        whenAnswered(gateway.ask("PR=A"), answer -> {
            FirmwareVersion version = answer == null ? null : FirmwareVersion.in(answer);
            line(
                    version == null
                            ? "PIC not identified: " + (answer == null ? "no answer" : answer)
                            : "PIC: " + version.model().id() + " | Type: "
                                    + version.firmware().type() + " | Version: " + version.version());
        });
    }

    private void whenAnswered(
            @Nullable CompletableFuture<@Nullable String> answer, Consumer<@Nullable String> consumer) {
        if (answer == null) {
            line("The PIC cannot be asked now: its port is closed, or someone has the line for himself");
        } else {
            CompletableFuture<Void> unused = answer.thenAcceptAsync(consumer, thread);
        }
    }

    private static String level(Optional<Boolean> high) {
        return high.map(now -> "GPIO output: " + (now ? "high" : "low")).orElse(NO_OUTPUT);
    }

    /** Nothing depends on the flag any more: the output follows its status bit always (decisions 2, Q34). */
    private void debug(boolean now) {
        debug = now;
        line("MyDEBUG = " + now);
    }
}
