package org.sluice.producer.jobfile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.Check;
import org.sluice.job.Judging;
import org.sluice.job.Limits;
import org.sluice.job.Program;

/** The settings in force at a place of the job file. */
final class Settings {
    /** What is the same for all jobs with these settings, so that they can share it; null where a job's values matter. */
    record Shared(
            List<Program> programs,
            Judging judging,
            String directory,
            Map<String, String> environment,
            List<Template.Hole> holes) {}

    private ProgramLines programs = new ProgramLines(List.of(new ProgramTemplate.JobText(0)));
    private ProgramLines checks = new ProgramLines(List.of());
    private boolean hasRun;
    private Judging judging = Judging.DEFAULT;
    private Template directory = new Template(List.of());
    private Map<String, Template> environment = Map.of();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> grace = Optional.empty();
    private Shared shared;

    /** A copy for a block, whose run lines replace these. */
    Settings inner() {
        Settings inner = new Settings();
        inner.programs = programs.inner();
        inner.checks = checks.inner();
        inner.hasRun = hasRun;
        inner.judging = judging;
        inner.directory = directory;
        inner.environment = environment;
        inner.timeout = timeout;
        inner.grace = grace;
        return inner;
    }

    /** A job has used these settings: run lines after it are a new list. */
    void used() {
        programs.used();
        checks.used();
    }

    void addRun(ProgramTemplate program) {
        programs.add(program);
        hasRun = true;
        shared = null;
    }

    void addCheck(ProgramTemplate check) {
        checks.add(check);
        shared = null;
    }

    void setPassCodes(List<Integer> codes) {
        setJudging(codes, judging.skipCodes(), judging.willFail());
    }

    void setSkipCodes(List<Integer> codes) {
        setJudging(judging.passCodes(), codes, judging.willFail());
    }

    void setWillFail(boolean value) {
        setJudging(judging.passCodes(), judging.skipCodes(), value);
    }

    private void setJudging(List<Integer> passCodes, List<Integer> skipCodes, boolean willFail) {
        judging = new Judging(List.of(), passCodes, skipCodes, willFail);
        shared = null;
    }

    void setDirectory(Template value) {
        directory = value;
        shared = null;
    }

    void putEnvironment(String name, Template value) {
        environment = new LinkedHashMap<>(environment);
        environment.put(name, value);
        shared = null;
    }

    void setTimeout(Optional<Duration> value) {
        timeout = value;
    }

    void setGrace(Duration value) {
        grace = Optional.of(value);
    }

    /** Whether any run line was written; else the job's text is the line. */
    boolean hasRun() {
        return hasRun;
    }

    List<ProgramTemplate> programs() {
        return programs.all();
    }

    List<ProgramTemplate> checks() {
        return checks.all();
    }

    /** In a block: whether a check stands in it although the job is expected to fail, after which none is run. */
    boolean hasCheckThatNeverRuns() {
        return judging.willFail() && checks.hasNew();
    }

    /** How a job with these checks is judged. */
    Judging judging(List<Check> ofTheJob) {
        return new Judging(ofTheJob, judging.passCodes(), judging.skipCodes(), judging.willFail());
    }

    Template directory() {
        return directory;
    }

    boolean hasDirectory() {
        return !directory.parts().isEmpty();
    }

    Map<String, Template> environment() {
        return environment;
    }

    Limits limits() {
        return new Limits(timeout, grace, 0);
    }

    Shared shared() {
        if (shared == null) {
            List<Check> fixedChecks = checks.fixed(Check.class);
            List<Template.Hole> holes = Stream.of(
                            programs.holes(),
                            checks.holes(),
                            directory.holes().stream(),
                            environment.values().stream().flatMap(v -> v.holes().stream()))
                    .flatMap(s -> s)
                    .toList();
            shared = new Shared(
                    programs.fixed(Program.class),
                    fixedChecks == null ? null : judging(fixedChecks),
                    directory.isLiteral() ? directory.fill(null) : null,
                    environment.values().stream().allMatch(Template::isLiteral) ? Jobs.fill(environment, null) : null,
                    holes);
        }
        return shared;
    }
}
