package org.sluice.producer.jobfile;

import java.util.HashMap;
import java.util.Map;

/** Sees to it that each job has a name of its own, and one that can be shown. */
final class JobNames {
    /** A name becomes part of a path and of every report. */
    private static final int LONGEST = 200;

    private final Source source;
    private final Map<String, Integer> places = new HashMap<>();

    JobNames(Source source) {
        this.source = source;
    }

    /** Takes a name that stands at a place of the job file; one that cannot be or is taken is reported. */
    boolean take(String name, int place, Complaints here) {
        if (!isName(name, "job", here)) {
            return false;
        }
        Integer first = places.putIfAbsent(name, place);
        if (first != null) {
            here.add(
                    0,
                    0,
                    "the name " + Excerpt.quoted(name) + " is taken by the job of line " + source.line(first),
                    "a name of its own for each job: verdicts and reports are told apart by it",
                    "job \"" + (name.length() < 40 ? name.replaceAll("[\"\\\\{}$]", "") : "Test") + " (2)\"");
            return false;
        }
        return true;
    }

    /** Whether this can be the name of a job or a case; else that is reported. */
    static boolean isName(String name, String what, Complaints here) {
        if (name.isBlank()) {
            here.add(0, 0, "a " + what + " without a name", Keyword.JOB.usage(), Keyword.JOB.example());
            return false;
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST) {
            here.add(
                    0,
                    0,
                    "the name has " + length + " characters",
                    "at most " + LONGEST + "; a long command belongs into a run line",
                    "job \"Test 1\" { run ./solver --first --second }");
            return false;
        }
        if (name.codePoints().anyMatch(Excerpt::isControl)) {
            here.add(
                    0,
                    0,
                    "the name has a control character, such as a tab or a newline",
                    "a name on one line; a command in several lines belongs into a run line",
                    Keyword.JOB.example());
            return false;
        }
        return true;
    }
}
