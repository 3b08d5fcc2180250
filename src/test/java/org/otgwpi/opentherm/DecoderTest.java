package org.otgwpi.opentherm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecoderTest {

    private final Catalogue catalogue = Catalogue.load();
    private final LogLine log = new LogLine(catalogue, ZoneOffset.UTC);

    private List<Publication> publications(Frame frame) {
        return catalogue.of(frame).decoder().publications(frame);
    }

    private Map<String, String> topics(Frame frame) {
        Map<String, String> topics = new LinkedHashMap<>();
        publications(frame).forEach(publication -> topics.put(publication.topic(), publication.payload()));
        return topics;
    }

    @Test
    void everyDecoderPublishesItsGoldenTopicsInOrder() {
        Map<String, List<Publication>> golden = new LinkedHashMap<>();
        List<Publication> current = new ArrayList<>();
        for (String line : GoldenFiles.lines("publications-golden.txt")) {
            if (line.startsWith("  ")) {
                String[] words = line.strip().split(" ", 2);
                current.add(new Publication(words[0], words[1]));
            } else {
                current = new ArrayList<>();
                golden.put(line, current);
            }
        }
        Set<String> decoders = new HashSet<>();
        golden.forEach((frame, expected) -> {
            assertEquals(expected, publications(GoldenFiles.frame(frame)), frame);
            decoders.add(catalogue.of(GoldenFiles.frame(frame)).decoder().name());
        });
        for (int id = 0; id < 256; id++) {
            assertTrue(decoders.contains(catalogue.get(id).decoder().name()), "data id " + id);
        }
    }

    @Test
    void aDecoderNamesAllTopicsItPublishes() {
        for (int id = 0; id < 256; id++) {
            List<String> published =
                    new ArrayList<>(topics(GoldenFiles.thermostat(id, 0)).keySet());
            for (String topic : topics(GoldenFiles.boiler(id, 0)).keySet()) {
                if (!published.contains(topic)) {
                    published.add(topic);
                }
            }
            assertEquals(published, catalogue.get(id).decoder().topics(), "data id " + id);
        }
    }

    @Test
    void everyNumberIsPublishedAsTheLogShowsIt() {
        for (int word = 0; word <= 0xFFFF; word++) {
            String f88 = BigDecimal.valueOf((short) word)
                    .divide(BigDecimal.valueOf(256))
                    .setScale(2, RoundingMode.HALF_UP)
                    .toPlainString();
            assertEquals(List.of(new Publication("Tr", f88)), publications(GoldenFiles.thermostat(24, word)));
            assertEquals(
                    List.of(new Publication("Texhaust", Short.toString((short) word))),
                    publications(GoldenFiles.boiler(33, word)));
            assertEquals(
                    List.of(new Publication("Year", Integer.toString(word))),
                    publications(GoldenFiles.boiler(22, word)));
        }
    }

    /** Which topic shows which bit: the specification's lists, bit 0 first, a dash where a bit has no topic. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 8, ch_enable dhw_enable cooling_enable otc_active ch2_enable summerwintertime dhw_blocking -",
        "0, 4, 0, fault centralheating domestichotwater flame cooling centralheating2 diagnostic_indicator eletric_production",
        "70, 1, 8, vh_ventilation_enabled vh_bypass_position vh_bypass_mode vh_free_ventlation_mode - - - -",
        "70, 4, 0, vh_fault vh_ventlation_mode vh_bypass_status vh_bypass_automatic_status vh_free_ventliation_status - vh_diagnostic_indicator -",
        "101, 4, 0, solar_storage_slave_fault_incidator - - - - - - -",
        "5, 4, 8, service_request lockout_reset low_water_pressure gas_flame_fault air_pressure_fault water_over_temperature - -",
        "6, 4, 8, rbp_dhw_setpoint rbp_max_ch_setpoint - - - - - -",
        "6, 4, 0, rbp_rw_dhw_setpoint rbp_rw_max_ch_setpoint - - - - - -",
        "3, 4, 8, dhw_present control_type_modulation cooling_config dhw_config master_low_off_pump_control_function ch2_present remote_water_filling_function heat_cool_mode_control",
        "2, 1, 8, master_configuration_smart_power - - - - - - -",
        "74, 4, 8, vh_configuration_system_type vh_configuration_bypass vh_configuration_speed_control - - - - -",
        "103, 4, 8, solar_storage_system_type - - - - - - -",
        "100, 4, 0, remote_override_manual_change_priority remote_override_program_change_priority - - - - - -",
        "86, 4, 8, vh_tramfer_enble_nominal_ventlation_value - - - - - - -",
        "86, 4, 0, vh_rw_nominal_ventlation_value - - - - - - -",
    })
    void everyFlagByteSwitchesItsOwnTopicsOnly(int id, int type, int shift, String names) {
        List<String> bits = List.of(names.split(" ", -1));
        for (int flags = 0; flags < 256; flags++) {
            Map<String, String> topics = topics(new Frame(0, Origin.BOILER, type << 28 | id << 16 | flags << shift));
            for (int bit = 0; bit < 8; bit++) {
                if (!bits.get(bit).equals("-")) {
                    assertEquals((flags & (1 << bit)) == 0 ? "OFF" : "ON", topics.remove(bits.get(bit)), bits.get(bit));
                }
            }
            assertFalse(topics.containsValue("ON"), topics::toString);
        }
    }

    /** What a set and what a clear bit shows: the specification's strings, bit 0 first. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 8, CDCO2SB., -----W--, status_master, ' Status = Master ['",
        "0, 4, 0, ECWFC2DP, --------, status_slave, ' Status = Slave  ['",
        "70, 0, 8, VPMF...., --------, status_vh_master, 'StatusVH = VH Master ['",
        "70, 4, 0, FVPAF.D., --------, status_vh_slave, 'StatusVH = VH Slave  ['",
    })
    void everyStatusByteIsOneLetterForEachBit(
            int id, int type, int shift, String set, String clear, String topic, String start) {
        for (int flags = 0; flags < 256; flags++) {
            StringBuilder expected = new StringBuilder();
            String binary = new StringBuilder(
                            Integer.toBinaryString(256 + flags).substring(1))
                    .reverse()
                    .toString();
            for (int bit = 0; bit < 8; bit++) {
                expected.append((binary.charAt(bit) == '1' ? set : clear).charAt(bit));
            }
            Frame frame = new Frame(0, Origin.BOILER, type << 28 | id << 16 | (flags << shift));
            assertEquals(expected.toString(), topics(frame).get(topic));
            assertTrue(logText(frame).contains(start + expected + "]"), logText(frame));
        }
    }

    /** Where the log and a topic show a byte bit by bit, bit 7 first. */
    @ParameterizedTest
    @CsvSource({
        "5, 8, ASF_flags, 'ASFflags = ASF flags[', '] OEM faultcode ['",
        "6, 8, RBP_flags_transfer_enable, 'RBPflags = M[', '] OEM fault code ['",
        "3, 8, slave_configuration, 'Slave Config[', '] MemberID code ['",
        "2, 8, master_configuration, 'Master Config[', '] MemberID code ['",
        "74, 8, vh_configuration, 'VH Config[', '] MemberID code ['",
        "103, 8, solar_storage_slave_configuration, 'Solar Storage Slave Config[', '] MemberID code ['",
        "72, 8, ASFFaultCodeVH_flag8, 'ASFFaultCodeVH = M[', '] - ['",
        "102, 8, SolarStorageASFflags_flag8, 'SolarStorageASFflags = M[', '] - ['",
        "100, 0, RoomRemoteOverrideFunction_flag8, 'flag8 = [', '] - decimal = ['",
        "86, 8, RemoteParameterSettingVH_hb_flag8, 'HB flag8[', '] -['",
        "86, 0, RemoteParameterSettingVH_lb_flag8, 'LB flag8[', '] - ['",
    })
    void everyFlagByteIsShownInBinary(int id, int shift, String topic, String before, String behind) {
        for (int flags = 0; flags < 256; flags++) {
            String binary = Integer.toBinaryString(256 + flags).substring(1);
            Frame frame = GoldenFiles.boiler(id, flags << shift);
            assertEquals(binary, topics(frame).get(topic));
            assertTrue(logText(frame).contains(before + binary + behind), logText(frame));
        }
    }

    private String logText(Frame frame) {
        return new String(log.render(frame, catalogue.judge(frame, false), 0), UTF_8).substring(67);
    }
}
