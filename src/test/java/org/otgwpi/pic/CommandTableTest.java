package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandTableTest {

    /** The forms of the answers that the table names. */
    private static final Map<String, String> ECHOES = Map.ofEntries(
            Map.entry("float", "-?\\d{1,3}\\.\\d\\d"),
            Map.entry("float or -", "-|-?\\d{1,3}\\.\\d\\d"),
            Map.entry("decimal", "\\d{1,4}"),
            Map.entry("decimal or -", "-|\\d{1,3}"),
            Map.entry("character", "[0-9A-Z]"),
            Map.entry("hh:mm/d", "\\d\\d:\\d\\d/[1-7]"),
            Map.entry("report", ""),
            Map.entry("id:high/low", "\\d{1,3}:\\d{1,3}/\\d{1,3}"),
            Map.entry("word", "[HW][BP][SH]"),
            Map.entry("address", "[0-9A-F]{3}"),
            Map.entry("id:index", "\\d+:\\d+(=\\d+)?"));

    private final CommandTable table = CommandTable.load();

    @Test
    void theTableHoldsEveryCommandOfTheFirmware() {
        String codes =
                "TT TC OT SB CS C2 CH H2 VS MM SH SW SC HW VR CL CE RR MW MH M2 LA LB LC LD LE LF GA GB TS PR PS AA"
                        + " DA SR CR UI KI RS GW IT OH FT DP TP PM SM BW MI BS FS";
        assertEquals(
                List.of(codes.split(" ", -1)),
                table.commands().stream().map(Command::code).toList());
        Set<String> kept = Set.of(
                "SB", "SH", "SW", "HW", "VR", "LA", "LB", "LC", "LD", "LE", "LF", "GA", "GB", "TS", "AA", "DA", "UI",
                "KI", "GW", "IT", "OH", "FT", "SM", "MI", "FS");
        assertEquals(
                kept,
                table.commands().stream()
                        .filter(Command::kept)
                        .map(Command::code)
                        .collect(Collectors.toSet()));
        for (Command command : table.commands()) {
            assertTrue(ECHOES.containsKey(command.echo()), command.echo());
            assertTrue(!command.takes().isBlank() && !command.description().isBlank(), command.code());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TT=21.5, 21.50",
        "TT=0, 0.00",
        "TT=130, -126.00",
        "TT=255.99, -0.01",
        "TT=255.996, 0.00",
        "TT=20.000000000, 20.00",
        "TC=130, -126.00",
        "TC=+16.1, 16.10",
        "OT=9.999, 10.00",
        "OT=-0.004, 0.00",
        "OT=-1.4, -1.40",
        "OT=-, -",
        "OT=x, -",
        "OT=64, -",
        "OT=127.99, -",
        "OT=300, -",
        "OT=63, 63.00",
        "OT=-70, -70.00",
        "OT=200, -56.00",
        "OT=15x, -",
        "SB=16, 16.00",
        "SB=0.01, 0.01",
        "CS=49.72, 49.72",
        "CS=0, 0.00",
        "CS=100.00, 100.00",
        "C2=45.5, 45.50",
        "BS=20, 20.00",
        "CH=0, 0",
        "CH=1, 1",
        "H2=1, 1",
        "CE=0, 0",
        "IT=1, 1",
        "OH=0, 0",
        "SM=1, 1",
        "BW=1, 1",
        "FS=0, 0",
        "VS=XX, -",
        "VS=100, 100",
        "VS=300, -",
        "VS=300x, -",
        "MM=0, 0",
        "MM=-, -",
        "MM=050, 50",
        "SH=60, 60.00",
        "SH=0, 0.00",
        "SW=-5, -5.00",
        "SC=14:30/3, 14:30/3",
        "SC=1:5/7, 01:05/7",
        "SC=012:00/3, 12:00/3",
        "SC=0:00/1, 00:00/1",
        "SC=23:59/7, 23:59/7",
        "HW=0, 0",
        "HW=1, 1",
        "HW=P, P",
        "HW=A, A",
        "HW=x, A",
        "VR=5, 5",
        "LA=F, F",
        "LB=X, X",
        "LC=O, O",
        "LD=M, M",
        "LE=P, P",
        "LF=C, C",
        "CL=50, 50.00",
        "CL=100, 100.00",
        "CL=x, -",
        "CL=-5, -",
        "CL=50x, -",
        "CL=256, -",
        "RR=10, 10",
        "RR=255abc, 255",
        "MW=15, 15",
        "MH=0, 0",
        "M2=7x, 7",
        "GA=0, 0",
        "GA=8, 8",
        "GB=7, 7",
        "TS=O, O",
        "TS=RR, R",
        "PS=1, 1",
        "AA=1, 1",
        "AA=255, 255",
        "DA=116, 116",
        "'SR=21:1,13', 21:1/13",
        "'SR=22:7,229', 22:7/229",
        "SR=5:9, 5:0/9",
        "'SR=255:255,255', 255:255/255",
        "CR=21, 21",
        "UI=1, 1",
        "UI=127, 127",
        "KI=25, 25",
        "RS=HBS, HBS",
        "RS=HBH, HBH",
        "RS=HPS, HPS",
        "RS=HPH, HPH",
        "RS=WBS, WBS",
        "RS=WBH, WBH",
        "RS=WPS, WPS",
        "RS=WPH, WPH",
        "GW=0, 0",
        "GW=1, 1",
        "FT=C, C",
        "FT=I, I",
        "FT=S, S",
        "FT=D, D",
        "FT=x, D",
        "DP=7d, 07D",
        "DP=1fF, 1FF",
        "DP=00, 000",
        "DP=100, 100",
        "TP=11:3, 11:3",
        "TP=89:1=200, 89:1=200",
        "TP=108:0, 108:0",
        "TP=106:5=1, 106:5=1",
        "PM=15, 15",
        "PM=15x, 15",
        "MI=98, 100",
        "MI=102, 100",
        "MI=103, 105",
        "MI=107, 105",
        "MI=108, 110",
        "MI=1277, 1275",
        "MI=1000, 1000",
        "MI=00500, 500"
    })
    void whatACommandTakesIsAnsweredWith(String line, String echo) {
        assertNull(table.refusal(line));
        assertEquals(echo, read(line).echo());
        assertTrue(read(line).accepted());
    }

    @ParameterizedTest
    @CsvSource({
        "TT=x, SE",
        "TT=-5, SE",
        "TT=21.5x, SE",
        "TT=21.x, SE",
        "TT=256, OR",
        "TC=-1, SE",
        "TC=300, OR",
        "SB=0, SE",
        "SB=0.00, SE",
        "SB=0.004, SE",
        "SB=-3, SE",
        "SB=256, OR",
        "CS=x, SE",
        "CS=-1, SE",
        "CS=100.01, OR",
        "CS=300, OR",
        "'CS=50 ', SE",
        "C2=101, OR",
        "C2=y, SE",
        "BS=100.5, OR",
        "BS=z, SE",
        "CH=2, BV",
        "CH=x, BV",
        "CH=11, SE",
        "H2=2, BV",
        "H2=00, SE",
        "CE=2, BV",
        "CE=10, SE",
        "IT=2, BV",
        "IT=01, SE",
        "OH=y, BV",
        "OH=11, SE",
        "SM=2, BV",
        "SM=00, SE",
        "BW=2, BV",
        "BW=on, SE",
        "FS=2, BV",
        "FS=00, SE",
        "VS=101, OR",
        "VS=255, OR",
        "VS=50x, SE",
        "MM=101, OR",
        "MM=50.5, SE",
        "SH=x, SE",
        "SH=60x, SE",
        "SH=256, OR",
        "SW=x, SE",
        "SW=300, OR",
        "SC=24:00/1, OR",
        "SC=300:00/1, OR",
        "SC=12:60/1, OR",
        "SC=12:255/1, OR",
        "SC=12:256/1, SE",
        "SC=12:/1, SE",
        "SC=12:30/0, BV",
        "SC=12:30/8, BV",
        "SC=12:30/, BV",
        "SC=12:30, SE",
        "SC=12.30/1, SE",
        "SC=12:30-1, SE",
        "SC=12:30/11, SE",
        "SC=x:30/1, SE",
        "SC=12, SE",
        "HW=11, SE",
        "VR=x, BV",
        "VR=12, SE",
        "LA=a, BV",
        "LA=1, BV",
        "LA=AB, SE",
        "LB=a, BV",
        "LC=?, BV",
        "LD=1, BV",
        "LE=e, BV",
        "LF=FF, SE",
        "CL=100.01, OR",
        "CL=255.99, OR",
        "RR=x, SE",
        "RR=256, OR",
        "MW=16, OR",
        "MW=x, SE",
        "MW=300, OR",
        "MH=16, OR",
        "MH=-, SE",
        "M2=16, OR",
        "M2=y, SE",
        "GA=7, BV",
        "GA=9, BV",
        "GA=255, BV",
        "GA=256, OR",
        "GA=x, SE",
        "GA=1x, SE",
        "GB=9, BV",
        "GB=256, OR",
        "GB=1x, SE",
        "TS=X, BV",
        "TS=o, BV",
        "PR=H, BV",
        "PR=J, BV",
        "PR=K, BV",
        "PR=U, BV",
        "PR=X, BV",
        "PR=Y, BV",
        "PR=Z, BV",
        "PR=m, BV",
        "PR=MM, SE",
        "PS=2, BV",
        "PS=10, SE",
        "AA=0, OR",
        "AA=256, OR",
        "AA=x, SE",
        "AA=1x, SE",
        "DA=0, OR",
        "DA=256, OR",
        "DA=1x, SE",
        "SR=0:1, BV",
        "SR=21, SE",
        "SR=21:, SE",
        "SR=21:x, SE",
        "'SR=21:1,', SE",
        "'SR=21:1,2x', SE",
        "SR=21:1/2, SE",
        "SR=256:1, OR",
        "SR=21:256, OR",
        "'SR=21:1,256', OR",
        "SR=x:1, SE",
        "SR=21=1, SE",
        "CR=0, BV",
        "CR=256, OR",
        "CR=x, SE",
        "CR=1x, SE",
        "UI=0, BV",
        "UI=128, BV",
        "UI=256, OR",
        "UI=x, SE",
        "UI=1x, SE",
        "KI=0, BV",
        "KI=128, BV",
        "KI=256, OR",
        "KI=1x, SE",
        "RS=HBX, SE",
        "RS=hbs, SE",
        "RS=HB, SE",
        "RS=HBSS, SE",
        "RS=X, SE",
        "GW=2, BV",
        "GW=r, BV",
        "GW=10, SE",
        "FT=CC, SE",
        "DP=7, SE",
        "DP=1234, SE",
        "DP=7G, SE",
        "DP=0x7, SE",
        "TP=12:3, BV",
        "TP=11, SE",
        "TP=11:, SE",
        "TP=11:x, SE",
        "TP=11:3x, SE",
        "TP=11:3=, SE",
        "TP=11:3=x, SE",
        "TP=11:3=1x, SE",
        "TP=13:1=2, SE",
        "TP=91:1=2, SE",
        "TP=108:1=2, SE",
        "TP=11:256, OR",
        "TP=256:1, OR",
        "TP=x, SE",
        "TP=11:3=256, OR",
        "TP=11=3, SE",
        "PM=x, SE",
        "PM=256, OR",
        "MI=97, OR",
        "MI=0, OR",
        "MI=1278, OR",
        "MI=99999, OR",
        "MI=999999999999, OR",
        "MI=x, SE",
        "MI=100x, SE",
        "MI=-100, SE"
    })
    void whatACommandDoesNotTakeIsRefusedInOneSentence(String line, ErrorCode error) {
        Command command = command(line);
        assertEquals(error, read(line).error(), line);
        assertTrue(command.errors().contains(error), line);
        assertEquals(
                line.substring(0, 2) + " takes " + command.takes() + ", not \"" + line.substring(3) + "\".",
                table.refusal(line));
    }

    @Test
    void theRestartAndTheReportsAreTakenWithoutTheirAnswer() {
        assertEquals(Reply.echo(null), read("GW=R"));
        assertNull(table.refusal("GW=R"));
        for (Report report : ReportTable.load().reports()) {
            assertEquals(Reply.echo(null), read("PR=" + report.letter()));
        }
    }

    @Test
    void theReportsOfTheCommandAreThoseOfTheReportTable() {
        ReportTable reports = ReportTable.load();
        for (char letter = ' '; letter <= '~'; letter++) {
            assertEquals(reports.find(letter) != null, read("PR=" + letter).accepted(), "PR=" + letter);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "TT", "TT=", "FOO=42", "CS:40", "21.5", "GW1"})
    void whatHasNotTheFormOfACommandIsRefused(String line) {
        assertEquals(
                "A command is two letters, an equals sign and a value, like TT=21.5, not \"" + line + "\".",
                table.refusal(line));
    }

    @Test
    void lettersOfAnotherFirmwareMayBeSent() {
        assertNull(table.find("ZZ"));
        assertNull(table.refusal("ZZ=15.3"));
        assertNull(table.refusal("tt=15.3"));
    }

    @Test
    void whatTheChipCannotKeepIsRefused() {
        assertNull(table.refusal("TT=20.000000000"));
        assertEquals(
                "The gateway keeps 15 characters of a command, and \"TT=20.000000000x\" has 16.",
                table.refusal("TT=20.000000000x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TT=21\r", "TT=2\n1", "HW=\u0004", "HW=\u00e9", "HW=\u20ac", "TT=21\rGW=R"})
    void whatIsNoPrintableAsciiIsRefused(String line) {
        String refusal = table.refusal(line);
        assertNotNull(refusal);
        assertTrue(refusal.matches("Character \\d of the command is no printable ASCII\\."), refusal);
    }

    @Property(seed = "5", tries = 5000)
    void anyArgumentIsEitherEchoedInItsFormOrRefusedWithAnErrorOfTheTable(
            @ForAll("codes") String code, @ForAll("arguments") String argument) {
        Command command = Objects.requireNonNull(table.find(code));
        Reply reply = command.read(argument);
        @Nullable ErrorCode error = reply.error();
        @Nullable String echo = reply.echo();
        if (error != null) {
            assertNull(echo);
            assertTrue(command.errors().contains(error) || argument.isEmpty(), code + "=" + argument + ": " + error);
        } else if (echo != null) {
            assertTrue(
                    echo.matches(Objects.requireNonNull(ECHOES.get(command.echo()))),
                    code + "=" + argument + ": " + echo);
        } else {
            assertTrue(code.equals("PR") || code.equals("GW"), code);
        }
        assertEquals(reply.accepted() && argument.length() <= 12, table.refusal(code + "=" + argument) == null);
    }

    @Provide
    Arbitrary<String> codes() {
        return Arbitraries.of(table.commands().stream().map(Command::code).toList());
    }

    @Provide
    Arbitrary<String> arguments() {
        Arbitrary<String> pieces =
                Arbitraries.of("0", "1", "5", "21", "99", "255", "256", ".", ":", "/", ",", "=", "-", "+");
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(13),
                pieces.list().ofMaxSize(7).map(parts -> String.join("", parts)),
                Arbitraries.integers().between(-300, 30000).map(number -> Integer.toString(number)),
                Arbitraries.integers().between(0, 30000).map(number -> number / 100 + "." + number % 100));
    }

    private Reply read(String line) {
        return command(line).read(line.substring(3));
    }

    private Command command(String line) {
        return Objects.requireNonNull(table.find(line.substring(0, 2)));
    }
}
