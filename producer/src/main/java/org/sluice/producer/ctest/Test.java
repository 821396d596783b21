package org.sluice.producer.ctest;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/**
 * A test of CTest, as a job file can say it.
 *
 * @param name as CTest has it; not always unique
 * @param directory where it runs, absolute
 * @param lines what its block says, whether it is a job or a case of one
 * @param depends the names of tests that run before it, if there are such
 * @param setsUp the fixtures that it sets up
 * @param requires the fixtures that it needs
 * @param cleansUp the fixtures that it cleans up
 * @param cost the higher, the earlier
 * @param slots how many processors it takes
 * @param alone whether nothing else runs meanwhile
 * @param locks what no other test has meanwhile
 * @param labels by which it can be selected
 * @param attached files that are kept of it
 * @param notes what was not taken over, each a sentence
 */
record Test(
        String name,
        Path directory,
        List<String> lines,
        List<String> depends,
        List<String> setsUp,
        List<String> requires,
        List<String> cleansUp,
        BigDecimal cost,
        int slots,
        boolean alone,
        List<String> locks,
        List<String> labels,
        List<Attached> attached,
        List<String> notes) {

    /**
     * A file that is kept.
     *
     * @param path absolute
     * @param onFail whether only if the test does not pass
     */
    record Attached(Path path, boolean onFail) {}
}
