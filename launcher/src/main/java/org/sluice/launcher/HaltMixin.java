package org.sluice.launcher;

import java.util.Optional;
import org.sluice.job.ExitCode;
import org.sluice.producer.Halt;
import picocli.CommandLine.Option;

/** The option that says when a batch is given up. */
final class HaltMixin {
    @Option(
            names = "--halt",
            paramLabel = "WHEN,fail=N",
            description =
                    "Stops the batch when N jobs, or N%% of those that ended (and at least 3), did not pass. WHEN is"
                            + " 'soon' (running jobs end) or 'now' (they are killed). The others are cancelled.")
    private String halt;

    /** @throws UsageException if it cannot be read */
    Optional<Halt> halt() {
        if (halt == null) {
            return Optional.empty();
        }
        Optional<Halt> parsed = Halt.parse(halt);
        if (parsed.isEmpty()) {
            throw new UsageException(
                    "--halt takes words such as soon,fail=1 or now,fail=10%, not '" + halt + "'.", ExitCode.USAGE);
        }
        return parsed;
    }
}
