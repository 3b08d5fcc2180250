package org.otgwpi.simulator;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.MessageType;

/** What the boiler says on the OpenTherm line, and what it takes from there. */
final class BoilerAnswers {

    private static final int MASTER_HEATING = 1;
    private static final int MASTER_HOT_WATER = 1 << 1;
    private static final int HEATING = 1 << 1;
    private static final int HOT_WATER = 1 << 2;
    private static final int FLAME = 1 << 3;

    private final Boiler boiler;
    private final Map<Integer, Integer> constants = Table.rows("boiler-answers.csv").stream()
            .collect(Collectors.toMap(row -> Integer.parseInt(row[0]), row -> Integer.parseInt(row[1], 16)));

    BoilerAnswers(Boiler boiler) {
        this.boiler = boiler;
    }

    /** Takes the request and answers it. */
    Message answer(Message request, double outsideCelsius) {
        boolean write = request.type() == MessageType.WRITE_DATA;
        if (write) {
            return written(request) ? request.acknowledged(request.word()) : unknown(request);
        }
        Integer word = request.type() == MessageType.READ_DATA ? read(request, outsideCelsius) : null;
        return word == null ? unknown(request) : request.acknowledged(word);
    }

    private static Message unknown(Message request) {
        return request.withType(MessageType.UNKNOWN_DATA_ID);
    }

    private boolean written(Message request) {
        double value = new FixedPoint(request.word()).value();
        switch (request.dataId()) {
            case 1 -> boiler.setControlSetpoint(value);
            case 14 -> boiler.setMaxModulation(value);
            case 56 -> boiler.setHotWaterSetpoint(value);
            case 57 -> boiler.setMaxHeatingSetpoint(value);
            case 2, 16, 24 -> {}
            case 116 -> boiler.burner.clearStarts();
            case 117 -> boiler.pump.clearStarts();
            case 118 -> boiler.hotWaterValve.clearStarts();
            case 119 -> boiler.hotWaterBurner.clearStarts();
            case 120 -> boiler.burner.clearHours();
            case 121 -> boiler.pump.clearHours();
            case 122 -> boiler.hotWaterValve.clearHours();
            case 123 -> boiler.hotWaterBurner.clearHours();
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable Integer read(Message request, double outsideCelsius) {
        return switch (request.dataId()) {
            case 0 -> {
                int master = request.high();
                boiler.command((master & MASTER_HEATING) != 0, (master & MASTER_HOT_WATER) != 0);
                yield (master << 8) | status();
            }
            case 17 -> word(boiler.modulation());
            case 18 -> word(boiler.pressureBar());
            case 19 -> word(boiler.drawLitresPerMinute());
            case 25 -> word(boiler.flowCelsius());
            case 26 -> word(boiler.hotWaterCelsius());
            case 27 -> word(outsideCelsius);
            case 28 -> word(boiler.returnCelsius());
            case 33 -> (int) Math.round(boiler.exhaustCelsius());
            case 35 -> (int) Math.round(boiler.modulation() * 60);
            case 56 -> word(boiler.hotWaterSetpoint());
            case 57 -> word(boiler.maxHeatingSetpoint());
            case 116 -> boiler.burner.starts();
            case 117 -> boiler.pump.starts();
            case 118 -> boiler.hotWaterValve.starts();
            case 119 -> boiler.hotWaterBurner.starts();
            case 120 -> boiler.burner.hours();
            case 121 -> boiler.pump.hours();
            case 122 -> boiler.hotWaterValve.hours();
            case 123 -> boiler.hotWaterBurner.hours();
            default -> constants.get(request.dataId());
        };
    }

    private int status() {
        return (boiler.heatingActive() ? HEATING : 0)
                | (boiler.hotWaterActive() ? HOT_WATER : 0)
                | (boiler.flame() ? FLAME : 0);
    }

    private static int word(double value) {
        return FixedPoint.of(value).word();
    }
}
