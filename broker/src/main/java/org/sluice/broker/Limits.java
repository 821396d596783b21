package org.sluice.broker;

import java.time.Duration;

/**
 * What a broker allows itself and its clients; {@code broker-config/broker.properties} tells what each is for.
 *
 * @param memoryPercent how much of the maximum heap messages may take, 1 to 90
 * @param storeBytes how much disk kept messages may take
 * @param tempBytes how much disk other messages may take
 * @param maxFrameBytes the longest message
 * @param maxConnections how many clients at once
 * @param maxBatches how many queues of results at once
 * @param maxUncommitted how many messages in one transaction
 * @param inactivity how long a connection may be silent before it is checked
 */
record Limits(
        int memoryPercent,
        long storeBytes,
        long tempBytes,
        long maxFrameBytes,
        int maxConnections,
        int maxBatches,
        int maxUncommitted,
        Duration inactivity) {}
