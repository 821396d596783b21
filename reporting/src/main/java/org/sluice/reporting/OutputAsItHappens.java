package org.sluice.reporting;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;

/**
 * Prints the output of an attempt that did not pass as soon as it is known, below a line for each stream that names job
 * and file. It goes behind the {@link PlainProgress} of the same batch, whose line says how the attempt ended.
 *
 * <pre>
 *  18/200  failed     Test 18            4m05s  lab1  solver exited 3
 * ---- stderr of Test 18 (sluice-out/20261124-091500-k3x9/jobs/18-Test_18/stderr)
 * time step 17: no convergence
 * ----
 * </pre>
 */
public final class OutputAsItHappens implements BatchListener {
    /** Of each stream; a solver that prints without end should not hide the others. */
    private static final int LIMIT = 256 * 1024;

    private static final int NAME_LIMIT = 200;

    private final Function<String, BatchDirectory> directories;
    private final PrintStream out;
    private BatchDirectory directory;
    private final Map<Integer, Integer> retried = new HashMap<>();

    /**
     * @param directories where the batch with this id is kept
     * @param out is not closed
     */
    public OutputAsItHappens(Function<String, BatchDirectory> directories, PrintStream out) {
        this.directories = directories;
        this.out = out;
    }

    @Override
    public void opened(BatchOutcome soFar) {
        directory = directories.apply(soFar.batch().id());
        soFar.earlier().forEach((job, before) -> retried.put(job, before.size()));
    }

    @Override
    public void verdict(JobResult result) {
        if (result.verdict().isSuccess()) {
            return;
        }
        print("stderr", result, "", directory.stderr(result.job(), result.name()));
        print("stdout", result, "", directory.stdout(result.job(), result.name()));
    }

    @Override
    public void retried(JobResult result) {
        int attempt = retried.merge(result.job(), 1, Integer::sum);
        String which = ", attempt " + attempt;
        print("stderr", result, which, directory.stderr(result.job(), result.name(), attempt));
        print("stdout", result, which, directory.stdout(result.job(), result.name(), attempt));
    }

    private void print(String stream, JobResult result, String which, Path file) {
        KeptOutput output = KeptOutput.endOf(file, LIMIT);
        if (output.isEmpty()) {
            return;
        }
        String cut = output.skipped() == 0
                ? ""
                : String.format(Locale.ROOT, ", without its first %,d bytes", output.skipped());
        out.println("---- " + stream + " of " + SafeText.line(result.name(), NAME_LIMIT) + which + " ("
                + SafeText.line(file.toString()) + ")" + cut);
        output.lastLines(Integer.MAX_VALUE).forEach(out::println);
        out.println("----");
    }
}
