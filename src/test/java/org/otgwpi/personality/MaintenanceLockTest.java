package org.otgwpi.personality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MaintenanceLockTest {

    private final MaintenanceLock lock = new MaintenanceLock();

    @Test
    void theSecondIsToldWhatIsUnderWay() throws BusyException {
        MaintenanceLock.Hold flash = lock.take(Activity.PIC_FLASH);

        BusyException refusal = assertThrows(BusyException.class, () -> lock.take(Activity.SYSTEM_UPDATE));

        assertEquals(
                "A system update must wait: a flash of the PIC is under way. Try again when it has ended.",
                refusal.getMessage());
        assertEquals(Activity.PIC_FLASH, refusal.running());
        flash.close();
        assertEquals(Optional.empty(), lock.current());
    }

    @Test
    void anOldHoldReleasedAgainLeavesTheNextOneAlone() throws BusyException {
        MaintenanceLock.Hold old = lock.take(Activity.SWITCH);
        old.close();
        MaintenanceLock.Hold next = lock.take(Activity.RESTART);

        old.close();

        assertEquals(Optional.of(Activity.RESTART), lock.current());
        next.close();
    }
}
