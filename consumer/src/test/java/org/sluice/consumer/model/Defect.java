package org.sluice.consumer.model;

/** A mistake that the protocol might have. Each has to be found, or the promises are not worth much. */
enum Defect {
    /** A slot acknowledges its job and sends the result then. */
    ACKNOWLEDGES_BEFORE_RESULT,
    /** A slot takes the next job while it still runs one. */
    TAKES_AHEAD,
    /** A consumer leaves the first time that it finds nothing in the register. */
    LEAVES_AT_FIRST_LOOK,
    /** A consumer leaves by a reading of the register that is older than what it has heard since. */
    LEAVES_BY_OLD_READING,
    /** A consumer leaves as soon as it gets a pill, whosever it is. */
    LEAVES_AT_ANY_PILL,
    /** The holder of a pill ends the oldest batch of its queue, whosever the pill is. */
    PILL_ENDS_OLDEST_BATCH,
    /** The holder of a pill does not look whether a job is still in somebody's hands. */
    ENDS_WITHOUT_LOOKING,
    /** The holder acknowledges the pill, and takes the batch out of the register then. */
    ACKNOWLEDGES_PILL_FIRST,
    /** A producer that finds its batch gone cancels what it has not posted, and does not look for results. */
    CANCELS_WITHOUT_READING,
    /** Who ends a batch takes the moving entry of it, and later the one that stays. */
    TAKES_ENTRIES_ONE_BY_ONE,
    /** Of two that end the last two queues of a batch at the same moment, neither looks again. */
    LOOKS_AT_OTHER_QUEUES_ONCE,
    /** A pill is thrown away at the first look that does not find its batch. */
    THROWS_PILL_AWAY_AT_ONCE,
    /** A transaction that posts does not take the moving entry. */
    POSTS_WITHOUT_RIGHT,
    /** A batch that is stopped before all of it is posted gets no pills. */
    STOPS_WITHOUT_PILLS,
    /** The collector takes the last result for the verdict. */
    LAST_RESULT_WINS,
    /** The collector acknowledges results, and writes its journal then. */
    ACKNOWLEDGES_BEFORE_JOURNAL,
    /** To hand a job back counts as a delivery that ended badly. */
    COUNTS_WHAT_IS_HANDED_BACK,
    /** What a cut off consumer has run is thrown away with its connection, and its job taken for settled. */
    SETTLES_WITHOUT_SENDING,
    /** A job that locks something begins without the token. */
    RUNS_WITHOUT_TOKEN,
    /** A token that came back from somebody who went away is used at once. */
    TOKEN_DOES_NOT_REST
}
