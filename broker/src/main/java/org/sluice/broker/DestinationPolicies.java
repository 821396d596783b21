package org.sluice.broker;

import java.util.List;
import org.apache.activemq.broker.region.policy.ConstantPendingMessageLimitStrategy;
import org.apache.activemq.broker.region.policy.DiscardingDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.FilePendingQueueMessageStoragePolicy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.policy.SharedDeadLetterStrategy;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;

/** How the broker hands out, keeps and sets aside messages, destination by destination. */
final class DestinationPolicies {
    /** A collector with more unacknowledged messages than a page, which the broker reads at once, would stall. */
    private static final int RESULTS_PREFETCH = 32;

    /** The register of batches is searched with selectors, which see only what was read from the store at once. */
    private static final int WHOLE_REGISTER = 10_000;

    /** A subscriber that is further behind loses the oldest: progress is never worth a consumer that waits. */
    private static final int PROGRESS_BACKLOG = 10_000;

    /** As many waiting jobs are read into memory at most, to be looked at. */
    private static final int SPECIAL_BROWSE = 100;

    /** A queue of jobs that has been empty for so long, and that nobody waits at, is removed. */
    static final int UNUSED_MILLIS = 10 * 60_000;

    private DestinationPolicies() {}

    /**
     * The policies.
     *
     * @param persistent whether the broker has a store; otherwise messages that do not fit into memory go to the temporary
     *     store
     * @param maxBatches how many queues of results there may be at once
     */
    static PolicyMap of(boolean persistent, int maxBatches) {
        PolicyEntry queues = queue(new ActiveMQQueue("sluice.>"), persistent);

        PolicyEntry jobs = queue(AccessRules.JOBS, persistent);
        // A browser of the jobs looks for those in flight, which are in memory anyhow. Reading a further page of
        // waiting
        // ones at each browse would only fill the memory.
        jobs.setMaxBrowsePageSize(0);

        PolicyEntry specialJobs = queue(AccessRules.SPECIAL_JOBS, persistent);
        // a browser is also asked how many jobs wait for what nobody offers
        specialJobs.setMaxBrowsePageSize(SPECIAL_BROWSE);
        specialJobs.setMaxDestinations(maxBatches);
        specialJobs.setGcInactiveDestinations(true);
        specialJobs.setInactiveTimeoutBeforeGC(UNUSED_MILLIS);

        PolicyEntry locks = queue(AccessRules.LOCKS, persistent);
        // who takes a token after a crash of the broker is to know that somebody may have had it before
        locks.setPersistJMSRedelivered(true);
        locks.setMaxDestinations(maxBatches);

        PolicyEntry batches = queue(AccessRules.BATCHES, persistent);
        batches.setMaxPageSize(WHOLE_REGISTER);
        batches.setMaxBrowsePageSize(WHOLE_REGISTER);

        PolicyEntry results = queue(AccessRules.RESULTS, persistent);
        results.setQueuePrefetch(RESULTS_PREFETCH);
        // results may be large, and a page of them is in memory whatever the limits say
        results.setMaxPageSize(2 * RESULTS_PREFETCH);
        results.setMaxDestinations(maxBatches);

        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(queues, jobs, specialJobs, locks, batches, results, topics()));
        policies.setDefaultEntry(queues);
        return policies;
    }

    private static PolicyEntry queue(ActiveMQDestination destination, boolean persistent) {
        PolicyEntry policy = new PolicyEntry();
        policy.setDestination(destination);
        // nothing is parked behind a running job, whatever the client asks for
        policy.setQueuePrefetch(0);
        policy.setUsePrefetchExtension(false);
        // true would count the first redelivery twice, and a limit on deliveries would strike too early
        policy.setPersistJMSRedelivered(false);
        // A producer is never held back for want of memory: what does not fit is kept on disk. Held back, it could wait
        // for consumers in its own process that have not been started yet.
        policy.setProducerFlowControl(false);
        if (!persistent) {
            policy.setPendingQueuePolicy(new FilePendingQueueMessageStoragePolicy());
        }
        policy.setDeadLetterStrategy(setAside());
        policy.setGcInactiveDestinations(false);
        // no timer that reads waiting messages to look for expired ones; they are found when their turn comes
        policy.setExpireMessagesPeriod(0);
        return policy;
    }

    /** Nothing ends in a queue that nobody looks at, and nothing is dropped because it was set aside before. */
    private static SharedDeadLetterStrategy setAside() {
        SharedDeadLetterStrategy strategy = new SharedDeadLetterStrategy();
        strategy.setDeadLetterQueue(AccessRules.DEAD);
        strategy.setProcessNonPersistent(true);
        strategy.setProcessExpired(true);
        strategy.setEnableAudit(false);
        return strategy;
    }

    private static PolicyEntry topics() {
        ConstantPendingMessageLimitStrategy limit = new ConstantPendingMessageLimitStrategy();
        limit.setLimit(PROGRESS_BACKLOG);
        PolicyEntry policy = new PolicyEntry();
        policy.setDestination(new ActiveMQTopic("sluice.>"));
        policy.setProducerFlowControl(false);
        policy.setPendingMessageLimitStrategy(limit);
        policy.setDeadLetterStrategy(new DiscardingDeadLetterStrategy());
        policy.setGcInactiveDestinations(false);
        policy.setExpireMessagesPeriod(0);
        return policy;
    }
}
