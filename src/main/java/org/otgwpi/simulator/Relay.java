package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.MessageType;

/**
 * Stands between thermostat and boiler: passes messages on, changes them, asks on its own account, and reports all of
 * it on the serial line (otgw-core 1.11).
 */
final class Relay {

    /** So long without progress, and the chip restarts itself. */
    static final long STUCK_NANOS = 64_000_000_000L;

    /** After this the boiler does not answer any more. */
    private static final long ANSWER_NANOS = 1_000_000_000L;

    private static final int HOT_WATER_ACTIVE = 1 << 2;

    /** The two OpenTherm lines of the chip. */
    interface Lines {
        void toBoiler(Message message, long nowNanos);

        void toThermostat(Message message, long nowNanos);
    }

    private final Output output;
    private final Lines lines;
    private final Configuration configuration;
    private final Overrides overrides;
    private final RoomOverride roomOverride;
    private final Blacklist blacklist;
    private final Alternatives alternatives;
    private final SpareRequests spareRequests;
    private final BoilerValues values;
    private final RequestTreatment requests;
    private final ResponseTreatment responses;
    private final StandAloneSchedule schedule = new StandAloneSchedule();

    private boolean monitorMode;
    private @Nullable Boolean nextMonitorMode;
    private boolean thermostatConnected = true;
    private @Nullable Message asked;
    private @Nullable Message sent;
    private SpareRequests.@Nullable Spare spare;
    private long sentNanos;
    private boolean boilerAnswered;
    private boolean hotWaterWasActive;
    private int lastAskedId = -1;
    private long progressNanos;

    Relay(GatewayMemory memory, Output output, Lines lines, long nowNanos) {
        this.output = output;
        this.lines = lines;
        this.configuration = memory.configuration();
        this.overrides = memory.overrides();
        this.roomOverride = memory.roomOverride();
        this.blacklist = memory.blacklist();
        this.alternatives = memory.alternatives();
        this.spareRequests = memory.spareRequests();
        this.values = memory.values();
        this.requests = new RequestTreatment(configuration, overrides);
        this.responses = new ResponseTreatment(configuration, overrides, roomOverride, memory.responses());
        this.monitorMode = configuration.monitorMode();
        this.progressNanos = nowNanos;
    }

    boolean monitorMode() {
        return monitorMode;
    }

    /**
     * Switches between monitor and gateway mode.
     *
     * @return false if the switch waits for the end of the conversation on the line
     */
    boolean switchMode(boolean monitor, long nowNanos) {
        configuration.setMonitorMode(monitor);
        if (monitor != monitorMode && conversing(nowNanos)) {
            nextMonitorMode = monitor;
            return false;
        }
        monitorMode = monitor;
        nextMonitorMode = null;
        return true;
    }

    /** The thermostat's wires were opened or closed. */
    void thermostatLine(boolean connected, long nowNanos) {
        if (connected == thermostatConnected) {
            return;
        }
        thermostatConnected = connected;
        output.line(connected ? "Thermostat connected" : "Thermostat disconnected");
        progressNanos = nowNanos;
        endConversation();
        schedule.start(nowNanos);
    }

    void thermostatFrame(Message request, long nowNanos) {
        endConversation();
        output.frame('T', request);
        values.accept(request);
        if (monitorMode || request.dataId() != lastAskedId) {
            progressNanos = nowNanos;
        }
        lastAskedId = request.dataId();
        asked = request;
        Message treated = request;
        if (!monitorMode) {
            if (request.dataId() == 16 && request.type() == MessageType.WRITE_DATA) {
                roomOverride.thermostatSetpoint(new FixedPoint(request.word()));
            }
            spare = blacklist.contains(request.dataId()) ? spareRequests.next() : null;
            treated = requests.treat(spare == null ? request : spare.message(), false);
        }
        if (treated.bits() != request.bits()) {
            output.frame('R', treated);
        }
        send(treated, nowNanos);
    }

    void boilerFrame(Message response, long nowNanos) {
        output.frame('B', response);
        values.accept(response);
        boilerAnswered = true;
        Message request = asked;
        Message question = sent;
        if (question != null && !monitorMode) {
            learn(question, response, nowNanos);
        }
        if (monitorMode) {
            progressNanos = nowNanos;
        }
        if (request != null && question != null && !monitorMode) {
            boolean changed = request.bits() != question.bits();
            Message answer = changed
                    ? responses.answerToChanged(request, question, response)
                    : responses.treat(request, response);
            if (changed || answer.bits() != response.bits()) {
                output.frame('A', answer);
            }
            lines.toThermostat(answer, nowNanos);
        } else {
            lines.toThermostat(response, nowNanos);
        }
        endConversation();
    }

    /** Records a frame that was played from elsewhere and reports it. */
    void played(char origin, Message message) {
        output.frame(origin, message);
        values.accept(message);
    }

    /**
     * Does what time demands.
     *
     * @return false if the chip is stuck and has to restart
     */
    boolean tick(long nowNanos) {
        if (sent != null && !conversing(nowNanos)) {
            endConversation();
        }
        if (boilerAnswered && nowNanos - progressNanos >= STUCK_NANOS) {
            return false;
        }
        if (standsAlone() && schedule.due(nowNanos)) {
            ask(nowNanos);
        }
        return true;
    }

    long dueInNanos(long nowNanos) {
        long due = standsAlone() ? schedule.dueInNanos(nowNanos) : Long.MAX_VALUE;
        if (nextMonitorMode != null) {
            due = Math.min(due, Math.max(0, sentNanos + ANSWER_NANOS - nowNanos));
        }
        return boilerAnswered ? Math.min(due, Math.max(0, progressNanos + STUCK_NANOS - nowNanos)) : due;
    }

    private boolean standsAlone() {
        return !thermostatConnected && !monitorMode;
    }

    private boolean conversing(long nowNanos) {
        return sent != null && nowNanos - sentNanos < ANSWER_NANOS;
    }

    private void ask(long nowNanos) {
        endConversation();
        Integer dataId = schedule.dataId();
        spare = dataId == null || blacklist.contains(dataId) ? spareRequests.next() : null;
        Message request = spare != null ? spare.message() : Message.read(dataId == null ? 0 : dataId, 0);
        if (request.dataId() == 14) {
            request = request.withType(MessageType.WRITE_DATA);
        }
        Message treated = requests.treat(request, true);
        values.accept(treated);
        output.frame('R', treated);
        schedule.sent(nowNanos);
        send(treated, nowNanos);
    }

    private void send(Message message, long nowNanos) {
        sent = message;
        sentNanos = nowNanos;
        lines.toBoiler(message, nowNanos);
    }

    private void learn(Message question, Message response, long nowNanos) {
        int dataId = question.dataId();
        if (response.dataId() != dataId) {
            return;
        }
        if (response.type() == MessageType.UNKNOWN_DATA_ID) {
            if (blacklist.unknown(dataId)) {
                alternatives.removeOne(dataId);
            }
        } else if (spare == null || spare.reason() != SpareRequests.Reason.PARAMETER) {
            blacklist.known(dataId);
        }
        if (dataId == 1 && response.refusal()) {
            overrides.controlSetpoint = null;
        }
        if (dataId == 0) {
            boolean active = (response.low() & HOT_WATER_ACTIVE) != 0;
            overrides.hotWaterPush &= active || !hotWaterWasActive;
            hotWaterWasActive = active;
        }
        if (spare != null) {
            spareRequests.answered(spare, response);
        }
        if (standsAlone()) {
            progressNanos = nowNanos;
            schedule.answered(configuration.messageIntervalMillis(), nowNanos);
        }
    }

    private void endConversation() {
        asked = null;
        sent = null;
        spare = null;
        if (nextMonitorMode != null) {
            monitorMode = nextMonitorMode;
            nextMonitorMode = null;
        }
    }
}
