package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.job.Job;
import org.sluice.job.Program;

class JobEnvironmentTest {
    private static final JobContext CONTEXT = new JobContext("batch-1", 2, "lab3", 1);

    @Test
    void nothingOfOursGetsThroughButWhatTellsTheJobWhichItIs() {
        Map<String, String> environment = environment(Map.of("SLUICE_ACCESS", "/secret", "HOME", "/home/u"));

        assertThat(environment)
                .doesNotContainKey("SLUICE_ACCESS")
                .containsEntry("HOME", "/home/u")
                .containsEntry("SLUICE_BATCH", "batch-1")
                .containsEntry("SLUICE_JOB", "Test 7")
                .containsEntry("SLUICE_NUMBER", "7")
                .containsEntry("SLUICE_SLOT", "2")
                .containsEntry("SLUICE_ATTEMPT", "1");
    }

    @Test
    void aLocaleThatTheLauncherChangedIsTheUsersAgainForJobs() {
        assertThat(environment(Map.of("LC_ALL", "C.UTF-8", "SLUICE_LC_ALL", "")))
                .doesNotContainKey("LC_ALL");
        assertThat(environment(Map.of("LC_ALL", "C.UTF-8", "SLUICE_LC_ALL", "C")))
                .containsEntry("LC_ALL", "C");
        assertThat(environment(Map.of("LC_ALL", "de_DE"))).containsEntry("LC_ALL", "de_DE");
    }

    @Test
    void theJobsOwnVariablesWinOverTheConsumers() {
        Map<String, String> own = new HashMap<>();
        own.put("HOME", "/scratch");
        Job job = new Job(7, "Test 7", List.of(new Program.Direct(List.of("true"))), "", own, Optional.empty());

        assertThat(new JobEnvironment(Map.of("HOME", "/home/u")).of(job, CONTEXT, "run-1", Optional.empty()))
                .containsEntry("HOME", "/scratch");
    }

    private static Map<String, String> environment(Map<String, String> consumer) {
        Job job = new Job(7, "Test 7", List.of(new Program.Direct(List.of("true"))), "", Map.of(), Optional.empty());
        return new JobEnvironment(consumer).of(job, CONTEXT, "run-1", Optional.empty());
    }
}
