package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Job;

/** Whatever stands on the queue of jobs: it is a job that can be handed on as it is, or a message that is set aside. */
class JobMessageFuzzTest {

    static Stream<byte[]> samples() {
        return FuzzedMessages.samples("job");
    }

    @MethodSource("samples")
    @FuzzTest
    void aJobIsReadAsItWasWrittenOrSetAside(byte[] input) throws Exception {
        FuzzedMessages.assertDamageIsTold(input);
        Job job;
        try {
            Fields fields = Format.open(FuzzedMessages.message(input));
            Format.batch(fields);
            job = JobJson.read(fields);
        } catch (UnreadableMessage e) {
            FuzzedMessages.assertTells(e);
            return;
        }
        String written = Fields.text(JobJson.write(Fields.object(), job));
        assertThat(JobJson.read(Fields.parse(written))).isEqualTo(job);
        assertThat(job.lines()).allSatisfy(line -> assertThat(line.display()).isNotBlank());
        // the name of the queue that such jobs are posted to
        assertThat(Destinations.jobs(job.placement())).startsWith(Destinations.JOBS);
    }
}
