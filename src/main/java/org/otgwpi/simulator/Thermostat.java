package org.otgwpi.simulator;

import java.util.List;
import org.otgwpi.opentherm.MessageType;

/**
 * A thermostat with a program for the week and remote override: what it asks and tells the boiler, one message after
 * the other, and what it makes of the answers.
 */
final class Thermostat {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int FIRST_DAY_OF_WEEKEND = 5;
    private static final int DAYS_PER_WEEK = 7;

    private static final int REMOTE_SETPOINT = 9;
    private static final int REMOTE_FLAGS = 100;
    private static final int PROGRAM_MAY_OVERRIDE = 2;
    private static final int NONE_FINISHED = -1;

    private static final double SWITCH_OFF_ABOVE = 0.15;
    private static final double SWITCH_ON_BELOW = 0.1;
    private static final double LOWEST_FLOW = 30;
    private static final double HIGHEST_FLOW = 75;
    private static final int MEMBER_ID = 4;
    private static final int STATUS_HEATING = 1;
    private static final int STATUS_HOT_WATER = 1 << 1;

    private record Period(double fromHour, double celsius) {}

    private static final List<Period> WORKDAY = List.of(
            new Period(0, 16.5),
            new Period(6.5, 20.5),
            new Period(8.5, 19),
            new Period(16.5, 21),
            new Period(22.5, 16.5));
    private static final List<Period> WEEKEND =
            List.of(new Period(0, 16.5), new Period(7.5, 20.5), new Period(18, 21), new Period(23.5, 16.5));

    private record Turn(MessageType type, int dataId) {}

    private final List<Turn> eachRound = turns("EACH");
    private final List<Turn> oneARound = turns("TURN");
    private int round;
    private int place;

    private double programCelsius;
    private int remoteWord;
    private int finishedRemoteWord = NONE_FINISHED;
    private int remoteFlags;
    private double roomCelsius;
    private double outsideCelsius;
    private boolean heating;

    private static List<Turn> turns(String kind) {
        return Table.rows("thermostat-cycle.csv").stream()
                .filter(row -> row[0].equals(kind))
                .map(row -> new Turn(MessageType.valueOf(row[1]), Integer.parseInt(row[2])))
                .toList();
    }

    /** One second passes; {@code seconds} after the midnight before a Monday. */
    void passSecond(long seconds, double roomCelsius, double outsideCelsius) {
        this.roomCelsius = roomCelsius;
        this.outsideCelsius = outsideCelsius;
        double celsius = programCelsius(seconds);
        if (celsius != programCelsius && remoteWord != 0 && (remoteFlags & PROGRAM_MAY_OVERRIDE) != 0) {
            finishedRemoteWord = remoteWord;
            remoteWord = 0;
        }
        programCelsius = celsius;
        double missing = setpointCelsius() - roomCelsius;
        heating = heating ? missing > -SWITCH_OFF_ABOVE : missing > SWITCH_ON_BELOW;
    }

    private static double programCelsius(long seconds) {
        long day = seconds / SECONDS_PER_DAY % DAYS_PER_WEEK;
        double hour = (double) (seconds % SECONDS_PER_DAY) / SECONDS_PER_HOUR;
        double celsius = 0;
        for (Period period : day < FIRST_DAY_OF_WEEKEND ? WORKDAY : WEEKEND) {
            celsius = hour >= period.fromHour ? period.celsius : celsius;
        }
        return celsius;
    }

    /** The room set-point: the program's, or the one of the remote override. */
    double setpointCelsius() {
        return remoteWord == 0 ? programCelsius : new FixedPoint(remoteWord).value();
    }

    boolean heating() {
        return heating;
    }

    /** The flow temperature that it asks the boiler for. */
    double controlSetpointCelsius() {
        if (!heating) {
            return 0;
        }
        double byWeather = LOWEST_FLOW + Math.max(0, 18 - outsideCelsius) * 0.9;
        double byRoom = (setpointCelsius() - roomCelsius) * 12;
        return Math.min(HIGHEST_FLOW, Math.max(LOWEST_FLOW, byWeather + byRoom));
    }

    /** The next message of its cycle. */
    Message next() {
        Turn turn;
        if (place < eachRound.size()) {
            turn = eachRound.get(place++);
        } else {
            place = 0;
            turn = oneARound.get(round++ % oneARound.size());
        }
        return Message.of(turn.type, turn.dataId, word(turn.dataId));
    }

    private int word(int dataId) {
        return switch (dataId) {
            case 0 -> ((heating ? STATUS_HEATING : 0) | STATUS_HOT_WATER) << 8;
            case 1 -> FixedPoint.of(controlSetpointCelsius()).word();
            case 2 -> MEMBER_ID;
            case 14 -> 100 << 8;
            case 16 -> FixedPoint.of(setpointCelsius()).word();
            case 24 -> FixedPoint.of(roomCelsius).word();
            default -> 0;
        };
    }

    /** The answer to its last message. */
    void receive(Message answer) {
        if (answer.type() != MessageType.READ_ACK) {
            return;
        }
        if (answer.dataId() == REMOTE_FLAGS) {
            remoteFlags = answer.low();
        } else if (answer.dataId() == REMOTE_SETPOINT && answer.word() != finishedRemoteWord) {
            finishedRemoteWord = NONE_FINISHED;
            remoteWord = answer.word();
        }
    }
}
