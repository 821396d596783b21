package org.sluice.consumer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that can happen where there is little of everything. {@code -Dsluice.model=long} adds what takes minutes.
 */
class EveryInterleavingTest {
    private static final int MOST = 20_000_000;

    @TestFactory
    List<DynamicTest> noPromiseIsBrokenAndAllCanStillEnd() {
        Map<String, Scope> scopes = new LinkedHashMap<>(small());
        if (System.getProperty("sluice.model", "").equals("long")) {
            scopes.putAll(large());
        }
        List<DynamicTest> tests = new ArrayList<>();
        scopes.forEach((what, scope) -> tests.add(DynamicTest.dynamicTest(what, () -> explore(what, scope))));
        return tests;
    }

    private static void explore(String what, Scope scope) {
        Explorer.Found found = Explorer.explore(scope, MOST);

        System.out.println(what + ": " + found);
        assertThat(found.broken()).as(found.toString()).isEmpty();
        assertThat(found.ends()).as("ends").isPositive();
    }

    private static Map<String, Scope> small() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        scopes.put(
                "two consumers, two jobs, one is killed",
                Scope.of(2, 1).batch(2).collectingAtOnce().with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "two consumers, two jobs, one is cut off",
                Scope.of(2, 1).batch(2).collectingAtOnce().withoutNotices().with(Fault.CONNECTION_BREAKS, 1));
        scopes.put(
                "two slots, two jobs, cut off twice",
                Scope.of(1, 2).batch(2).collectingAtOnce().with(Fault.CONNECTION_BREAKS, 2));
        scopes.put(
                "producer and collector are killed",
                Scope.of(1, 1).batch(2).with(Fault.PRODUCER_DIES, 1).with(Fault.COLLECTOR_DIES, 1));
        scopes.put("a batch is cancelled", Scope.of(1, 1).batch(2).with(Fault.CANCEL, 1));
        scopes.put(
                "retries, and the consumer is killed",
                Scope.of(1, 1).batchOfRetried(1, 1).with(Fault.ATTEMPT_FAILS, 2).with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "a job that kills",
                Scope.of(1, 1).batch(1).maxDeliveries(2).withoutNotices().with(Fault.CONSUMER_DIES, 3));
        scopes.put(
                "a result comes twice, and one is told to leave",
                Scope.of(2, 1)
                        .batch(1)
                        .withoutNotices()
                        .with(Fault.RESULT_COMES_TWICE, 1)
                        .with(Fault.CONSUMER_IS_TOLD_TO_LEAVE, 1));
        scopes.put(
                "two queues of one batch",
                Scope.of(2, 1).batchOn(0, 1).collectingAtOnce().withoutNotices().with(Fault.CONSUMER_DIES, 1));
        scopes.put("two jobs lock the same", Scope.of(2, 1).batchOfLocking(2).withoutNotices());
        scopes.put(
                "who locks is cut off",
                Scope.of(2, 1)
                        .batchOfLocking(1)
                        .collectingAtOnce()
                        .withoutNotices()
                        .with(Fault.CONNECTION_BREAKS, 1));
        scopes.put(
                "two batches, and a look that finds nothing",
                Scope.of(1, 1).batch(1).batch(1).collectingAtOnce().with(Fault.BLIND_LOOK, 1));
        return scopes;
    }

    private static Map<String, Scope> large() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        scopes.put(
                "two consumers, two batches of a job, one is killed",
                Scope.of(2, 1)
                        .batch(1)
                        .batch(1)
                        .collectingAtOnce()
                        .withoutNotices()
                        .with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "two consumers, two batches of a job, notices",
                Scope.of(2, 1).batch(1).batch(1).collectingAtOnce());
        scopes.put(
                "two consumers, two batches of two jobs and one, one is killed",
                Scope.of(2, 1)
                        .batch(2)
                        .batch(1)
                        .collectingAtOnce()
                        .withoutNotices()
                        .with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "two consumers, two jobs, one is killed, one cut off",
                Scope.of(2, 1)
                        .batch(2)
                        .withoutNotices()
                        .collectingAtOnce()
                        .with(Fault.CONSUMER_DIES, 1)
                        .with(Fault.CONNECTION_BREAKS, 1));
        scopes.put(
                "cancelled, and one is killed, with a collector",
                Scope.of(2, 1).batch(2).withoutNotices().with(Fault.CANCEL, 1).with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "three consumers, one is killed",
                Scope.of(3, 1).batch(2).collectingAtOnce().withoutNotices().with(Fault.CONSUMER_DIES, 1));
        scopes.put(
                "two queues, one is killed and one joins",
                Scope.of(2, 1)
                        .batchOn(0, 1)
                        .collectingAtOnce()
                        .withoutNotices()
                        .with(Fault.CONSUMER_DIES, 1)
                        .with(Fault.CONSUMER_JOINS, 1));
        scopes.put(
                "two jobs lock the same, and one is cut off",
                Scope.of(2, 1)
                        .batchOfLocking(2)
                        .collectingAtOnce()
                        .withoutNotices()
                        .with(Fault.CONNECTION_BREAKS, 1));
        return scopes;
    }
}
