package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What must be published of the frames on the line, written from otgw-core 2.4 to 2.6 alone: it shares no code and no
 * table with the program.
 */
final class SpecifiedTopics {

    private static final int READ_ACK = 4;
    private static final int WRITE_DATA = 1;
    private static final List<String> DAYS =
            List.of("Unknown", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final Map<Integer, String> COMMANDS = Map.of(
            1, "Remote Request Boiler Lockout-reset",
            2, "Remote Request Water filling",
            10, "Remote Request Service request reset");

    private record Row(String direction, String label, String decoder) {}

    private final Map<Integer, Row> rows = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    SpecifiedTopics() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SpecifiedTopics.class.getResourceAsStream("/org/otgwpi/opentherm/data-ids-golden.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split(";", -1);
                if (cells.length == 6 && cells[0].matches("\\d+")) {
                    rows.put(Integer.valueOf(cells[0]), new Row(cells[1], cells[3], cells[5]));
                }
            }
        }
    }

    /** The messages of a whole line of frames, {@code topic = payload}, in their order. */
    List<String> of(List<String> frames) {
        found.clear();
        for (int i = 0; i < frames.size(); i++) {
            String next = i + 1 < frames.size() ? frames.get(i + 1) : "-00000000";
            if (!isSkipped(frames.get(i), next)) {
                frame(frames.get(i));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isSkipped(String frame, String next) {
        String origins = frame.substring(0, 1) + next.charAt(0);
        return frame.charAt(0) == 'E'
                || (origins.equals("BA") || origins.equals("TR"))
                        && frame.substring(3, 5).equals(next.substring(3, 5));
    }

    private void frame(String frame) {
        int bits = Integer.parseUnsignedInt(frame.substring(1), 16);
        int type = bits >>> 28 & 7;
        int id = bits >>> 16 & 0xFF;
        Row row = rows.get(id);
        if (row == null) {
            return;
        }
        boolean counts = id == 0
                || id == 70
                || id == 101
                || (row.direction.contains("R") && type == READ_ACK)
                || (row.direction.contains("W") && type == WRITE_DATA);
        if (counts) {
            values(row, type >= READ_ACK, bits >> 8 & 0xFF, bits & 0xFF);
        }
    }

    private void values(Row row, boolean slave, int high, int low) {
        String label = row.label;
        int word = high << 8 | low;
        switch (row.decoder) {
            case "f88" -> say(label, hundredths((short) word));
            case "s16" -> say(label, (short) word);
            case "u16" -> say(label, word);
            case "u8u8" -> pair(label + "_hb_u8", high, label + "_lb_u8", low);
            case "s8s8" -> pair(label + "_value_hb", (byte) high, label + "_value_lb", (byte) low);
            case "flag8u8" -> pair(label + "_flag8", bits(high), label + "_code", low);
            case "date" -> pair("Date_month", high, "Date_day_of_month", low);
            case "daytime" -> {
                say("DayTime_dayofweek", DAYS.get(high >> 5));
                pair("DayTime_hour", high & 0x1F, "DayTime_minutes", low);
            }
            case "command" -> {
                say("Command_hb_u8", high);
                say("Command_remote_command", COMMANDS.getOrDefault(high, "Unknown command"));
                say("Command_lb_u8", low);
            }
            case "status" -> {
                if (slave) {
                    say("status_slave", flags(low, "ECWFC2DP", "--------"));
                    each(
                            low,
                            "fault centralheating domestichotwater flame cooling centralheating2"
                                    + " diagnostic_indicator eletric_production");
                } else {
                    say("status_master", flags(high, "CDCO2SB.", "-----W--"));
                    each(
                            high,
                            "ch_enable dhw_enable cooling_enable otc_active ch2_enable summerwintertime"
                                    + " dhw_blocking");
                }
            }
            case "ASFflags" -> {
                pair("ASF_flags", bits(high), "OEMFaultCode", low);
                each(
                        high,
                        "service_request lockout_reset low_water_pressure gas_flame_fault air_pressure_fault"
                                + " water_over_temperature");
            }
            case "RBPflags" -> {
                pair("RBP_flags_transfer_enable", bits(high), "RBP_flags_read_write", bits(low));
                each(high, "rbp_dhw_setpoint rbp_max_ch_setpoint");
                each(low, "rbp_rw_dhw_setpoint rbp_rw_max_ch_setpoint");
            }
            case "slavememberid" -> {
                pair("slave_configuration", bits(high), "slave_memberid_code", low);
                each(
                        high,
                        "dhw_present control_type_modulation cooling_config dhw_config"
                                + " master_low_off_pump_control_function ch2_present remote_water_filling_function"
                                + " heat_cool_mode_control");
            }
            case "mastermemberid" -> {
                say("master_configuration", bits(high));
                each(high, "master_configuration_smart_power");
                say("master_memberid_code", low);
            }
            case "remoteoverridefunction" -> {
                say("RoomRemoteOverrideFunction_flag8", bits(low));
                each(low, "remote_override_manual_change_priority remote_override_program_change_priority");
            }
            default -> throw new IllegalStateException("the house has no " + row.decoder);
        }
    }

    private void say(String topic, Object payload) {
        found.add(topic + " = " + payload);
    }

    private void pair(String first, Object one, String second, Object other) {
        say(first, one);
        say(second, other);
    }

    private void each(int value, String topicsFromBitZero) {
        int bit = 0;
        for (String topic : topicsFromBitZero.split(" ")) {
            say(topic, (value >> bit++ & 1) == 1 ? "ON" : "OFF");
        }
    }

    private static String bits(int value) {
        return Integer.toBinaryString(0x100 | value).substring(1);
    }

    private static String flags(int value, String set, String clear) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 8; bit++) {
            text.append((value >> bit & 1) == 1 ? set.charAt(bit) : clear.charAt(bit));
        }
        return text.toString();
    }

    private static String hundredths(short value) {
        BigDecimal rounded =
                BigDecimal.valueOf(Math.abs((int) value)).divide(BigDecimal.valueOf(256), 2, RoundingMode.HALF_UP);
        return (value < 0 && rounded.signum() != 0 ? "-" : "") + rounded.toPlainString();
    }
}
