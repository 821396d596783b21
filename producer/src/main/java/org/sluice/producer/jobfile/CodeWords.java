package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Judging;

/** Reads the exit codes of an exit or skip-code line. What is none is reported, and the answer is empty. */
final class CodeWords {
    private static final String NONE = "none";

    private final Keyword keyword;
    private final Complaints complaints;

    CodeWords(Keyword keyword, Complaints complaints) {
        this.keyword = keyword;
        this.complaints = complaints;
    }

    Optional<List<Integer>> passCodes(List<Word> words) {
        List<Integer> codes = new ArrayList<>();
        for (Word word : words) {
            Optional<Integer> code = code(word.text());
            if (code.isEmpty()) {
                return complain(word, "is no exit code", "whole numbers from 0 to 255, with spaces between them");
            }
            codes.add(code.get());
        }
        return Optional.of(codes);
    }

    /** An empty list if no code is to skip a job. */
    Optional<List<Integer>> skipCodes(Word word) {
        if (word.text().equals(NONE)) {
            return Optional.of(List.of());
        }
        Optional<Integer> code = code(word.text());
        String expected = "a whole number from 1 to 255, or " + NONE;
        if (code.isEmpty()) {
            return complain(word, "is no exit code", expected);
        }
        if (code.get() == 0) {
            return complain(word, "is what a program exits with that has passed", expected);
        }
        return Optional.of(List.of(code.get()));
    }

    private static Optional<Integer> code(String text) {
        return text.matches("[0-9]{1,3}")
                ? Optional.of(Integer.valueOf(text)).filter(Judging::isCode)
                : Optional.empty();
    }

    private Optional<List<Integer>> complain(Word word, String what, String expected) {
        complaints.add(
                word.start(),
                word.end() - word.start(),
                Excerpt.quoted(word.text()) + " " + what,
                expected,
                keyword.example());
        return Optional.empty();
    }
}
