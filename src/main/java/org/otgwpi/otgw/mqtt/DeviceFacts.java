package org.otgwpi.otgw.mqtt;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What MQTT tells of this computer (otgw-core 5.5). The suppliers never wait.
 *
 * @param macAddress 12 upper-case hex digits
 * @param version of this program
 * @param rebootCount how often it was started
 * @param rebootReason why it was started last
 * @param uptimeSeconds since then
 * @param viewers browsers that watch the log
 * @param latestVersion the newest version that could be installed; the running one if none is newer
 */
public record DeviceFacts(
        String macAddress,
        String version,
        int rebootCount,
        String rebootReason,
        LongSupplier uptimeSeconds,
        IntSupplier viewers,
        Supplier<String> latestVersion) {}
