package org.otgwpi.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tinylog.Logger;

final class RecentLogTest {

    @Test
    void whatIsLoggedCanBeReadBack() {
        Logger.warn("The kettle {} boils", 7);
        await().until(() -> RecentLog.text().contains("The kettle 7 boils"));
        assertTrue(RecentLog.text().contains("WARN"));
    }
}
