package org.sluice.consumer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model in which no mistake is found proves nothing: each mistake that somebody might make has to be. */
class DefectsAreFoundTest {
    private static final int MOST = 400_000;

    @ParameterizedTest
    @EnumSource
    void eachIsFoundAndNothingElseIs(Defect defect) {
        Explorer.Found found = Explorer.explore(scope(defect).with(defect), MOST);

        assertThat(found.broken()).as("what %s breaks", defect).isPresent();
        assertThat(found.broken().orElseThrow()).startsWith(promise(defect));
    }

    /** The smallest in which it does harm. */
    private static Scope scope(Defect defect) {
        return switch (defect) {
            case ACKNOWLEDGES_BEFORE_RESULT -> Scope.of(1, 1).batch(1).with(Fault.CONSUMER_DIES, 1);
            case TAKES_AHEAD -> Scope.of(1, 1).batch(2);
            case LEAVES_AT_FIRST_LOOK -> Scope.of(1, 1).batch(1).with(Fault.BLIND_LOOK, 1);
            case LEAVES_BY_OLD_READING, LEAVES_AT_ANY_PILL, PILL_ENDS_OLDEST_BATCH ->
                Scope.of(1, 1).batch(1).batch(1);
            case ENDS_WITHOUT_LOOKING -> Scope.of(2, 1).batch(1);
            case ACKNOWLEDGES_PILL_FIRST -> Scope.of(1, 1).batch(1).with(Fault.CONSUMER_DIES, 1);
            case TAKES_ENTRIES_ONE_BY_ONE -> Scope.of(1, 1).batch(1).with(Fault.PRODUCER_DIES, 1);
            case CANCELS_WITHOUT_READING -> Scope.of(1, 1).batch(1).with(Fault.PRODUCER_DIES, 1);
            case LOOKS_AT_OTHER_QUEUES_ONCE -> Scope.of(2, 1).batchOn(0, 1).withoutNotices();
            case THROWS_PILL_AWAY_AT_ONCE -> Scope.of(1, 1).batch(1).with(Fault.BLIND_LOOK, 1);
            case POSTS_WITHOUT_RIGHT -> Scope.of(1, 1).batch(2).with(Fault.PRODUCER_DIES, 1);
            case STOPS_WITHOUT_PILLS -> Scope.of(1, 1).batch(1).with(Fault.CANCEL, 1);
            case LAST_RESULT_WINS -> Scope.of(2, 1).batch(1).with(Fault.CONSUMER_DIES, 1);
            case ACKNOWLEDGES_BEFORE_JOURNAL -> Scope.of(1, 1).batch(1).with(Fault.COLLECTOR_DIES, 1);
            case COUNTS_WHAT_IS_HANDED_BACK ->
                Scope.of(1, 1).batchOfRetried(1, 1).maxDeliveries(1).with(Fault.ATTEMPT_FAILS, 1);
            case SETTLES_WITHOUT_SENDING -> Scope.of(1, 1).batch(1).with(Fault.CONNECTION_BREAKS, 1);
            case RUNS_WITHOUT_TOKEN -> Scope.of(1, 2).batchOfLocking(2);
            case TOKEN_DOES_NOT_REST ->
                Scope.of(2, 1)
                        .batchOfLocking(1)
                        .with(Fault.CONNECTION_BREAKS, 1)
                        .withoutNotices();
        };
    }

    private static String promise(Defect defect) {
        return switch (defect) {
            case ACKNOWLEDGES_BEFORE_RESULT,
                    ACKNOWLEDGES_BEFORE_JOURNAL,
                    LAST_RESULT_WINS,
                    POSTS_WITHOUT_RIGHT,
                    CANCELS_WITHOUT_READING,
                    SETTLES_WITHOUT_SENDING,
                    ACKNOWLEDGES_PILL_FIRST,
                    LOOKS_AT_OTHER_QUEUES_ONCE,
                    STOPS_WITHOUT_PILLS,
                    THROWS_PILL_AWAY_AT_ONCE -> "1";
            case TAKES_AHEAD -> "2";
            case TAKES_ENTRIES_ONE_BY_ONE,
                    LEAVES_AT_FIRST_LOOK,
                    LEAVES_BY_OLD_READING,
                    LEAVES_AT_ANY_PILL,
                    PILL_ENDS_OLDEST_BATCH,
                    ENDS_WITHOUT_LOOKING -> "3";
            case COUNTS_WHAT_IS_HANDED_BACK -> "4";
            case RUNS_WITHOUT_TOKEN, TOKEN_DOES_NOT_REST -> "two jobs with the same lock";
        };
    }
}
