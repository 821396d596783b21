package org.sluice.producer.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.sluice.job.Job;
import org.sluice.messaging.Fields;
import org.sluice.messaging.JobJson;

/**
 * Tells whether a job is still what it was: the beginning of a SHA-256 over what is run and how it is judged. Where a job
 * may run, how long it may take, how often it is tried and how it is selected can change without making it another one.
 */
final class Definition {
    private static final int DIGITS = 12;

    private static final Set<String> MAY_CHANGE = Set.of(
            "number", "name", "labels", "timeoutNanos", "graceNanos", "retries", "needs", "alone", "locks", "keep");

    private Definition() {}

    static String of(Job job) {
        ObjectNode json = JobJson.write(Fields.object(), job);
        json.remove(MAY_CHANGE);
        byte[] hash = sha256().digest(Fields.text(json).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
