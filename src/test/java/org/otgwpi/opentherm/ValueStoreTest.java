package org.otgwpi.opentherm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueStoreTest {

    private final Catalogue catalogue = Catalogue.load();
    private final ValueStore store = new ValueStore(catalogue);

    private Frame take(String text, long epochSeconds) {
        Frame frame = GoldenFiles.frame(text);
        store.accept(frame, catalogue.judge(frame, false), epochSeconds);
        return frame;
    }

    @Test
    void atFirstNothingIsKnown() {
        for (int id = 0; id < 256; id++) {
            assertEquals(0, store.snapshot().word(id));
            assertEquals(0, store.snapshot().epochSeconds(id));
            assertFalse(store.snapshot().seen(id));
        }
    }

    @Test
    void anAcceptedValueIsKept() {
        take("B40192B80", 1000);
        assertEquals(0x2B80, store.snapshot().word(25));
        assertEquals(1000, store.snapshot().epochSeconds(25));
        assertTrue(store.snapshot().seen(25));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCEPTED")
    void aFrameThatDoesNotCountChangesTheTimeOnly(Verdict verdict) {
        take("B40192B80", 1000);
        store.accept(GoldenFiles.frame("B40193C00"), verdict, 1001);
        store.accept(GoldenFiles.frame("B4FF93C00"), verdict, 1002);
        store.accept(GoldenFiles.frame("BC0FF3C00"), verdict, 1003);
        assertEquals(0x2B80, store.snapshot().word(25));
        assertEquals(1001, store.snapshot().epochSeconds(25));
        assertEquals(1003, store.snapshot().epochSeconds(255));
        assertFalse(store.snapshot().seen(255));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 70, 101})
    void theStatusIsTheMastersHighByteAndTheSlavesLowByteWhateverTheType(int id) {
        for (int type = 0; type < 8; type++) {
            boolean master = type < 4;
            store.accept(new Frame(0, Origin.BOILER, id << 16 | (master ? 0 : 4 << 28) | 0x1234), Verdict.ACCEPTED, 1);
            store.accept(new Frame(0, Origin.BOILER, id << 16 | (master ? 4 << 28 : 0) | 0x1234), Verdict.ACCEPTED, 1);
            store.accept(new Frame(0, Origin.BOILER, type << 28 | id << 16 | 0xABCD), Verdict.ACCEPTED, 1);
            assertEquals(master ? 0xAB34 : 0x12CD, store.snapshot().word(id));
        }
    }

    @Test
    void idsThatTheOriginalForgotAreKept() {
        take("B40710102", 1);
        take("T10720304", 1);
        take("T10830506", 1);
        take("B40840708", 1);
        take("B4085090A", 1);
        Values values = store.snapshot();
        assertEquals(0x0102, values.word(113));
        assertEquals(0x0304, values.word(114));
        assertEquals(0x0506, values.word(131));
        assertEquals(0x0708, values.word(132));
        assertEquals(0x090A, values.word(133));
    }

    @Test
    void aRetractedFrameGivesTheValueBackAndKeepsTheTime() {
        take("B40192B80", 1000);
        Frame late = take("B40193C00", 1001);
        store.retract(late);
        assertEquals(0x2B80, store.snapshot().word(25));
        assertEquals(1001, store.snapshot().epochSeconds(25));
        assertTrue(store.snapshot().seen(25));
    }

    @Test
    void aRetractedFirstFrameLeavesTheIdUnseen() {
        store.retract(take("B40192B80", 1000));
        assertEquals(0, store.snapshot().word(25));
        assertFalse(store.snapshot().seen(25));
    }

    @Test
    void aRetractedHalfOfTheStatusLeavesTheOtherHalf() {
        take("B4000000A", 1000);
        store.retract(take("T00000300", 1001));
        assertEquals(0x000A, store.snapshot().word(0));
    }

    @Test
    void onlyTheLastAcceptedFrameCanBeRetractedAndOnlyOnce() {
        Frame first = take("B40192B80", 1000);
        Frame second = take("B40193C00", 1001);
        store.retract(first);
        assertEquals(0x3C00, store.snapshot().word(25));
        store.retract(second);
        store.retract(second);
        store.retract(first);
        assertEquals(0x2B80, store.snapshot().word(25));
    }

    @Test
    void aRetractedFrameThatCarriedNoValueTakesNothingAway() {
        take("B40192B80", 1000);
        store.retract(take("T80190000", 1001));
        store.retract(take("BF0FF0000", 1001));
        assertEquals(0x2B80, store.snapshot().word(25));
    }

    @Test
    void forgottenTimesLeaveTheValues() {
        take("B40192B80", 1000);
        store.forgetTimes();
        assertEquals(0, store.snapshot().epochSeconds(25));
        assertEquals(0x2B80, store.snapshot().word(25));
    }

    @Test
    void aSnapshotStaysAsItWasAndIsMadeOncePerChange() {
        take("B40192B80", 1000);
        Values before = store.snapshot();
        assertSame(before, store.snapshot());
        take("B40193C00", 1001);
        take("B401C3C00", 1001);
        assertEquals(0x2B80, before.word(25));
        assertEquals(1000, before.epochSeconds(25));
        assertFalse(before.seen(28));
        assertNotSame(before, store.snapshot());
    }
}
