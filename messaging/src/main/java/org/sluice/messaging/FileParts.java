package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.sluice.job.Attempt;
import org.sluice.messaging.ResultInbox.FilePart;

/** Cuts files into parts that neither the broker nor either end has trouble to hold in memory, dozens at a time. */
final class FileParts {
    /** As many as the collector prefetches are in memory at once, three times over, also in a heap of 64 MB. */
    static final int PART_BYTES = 128 * 1024;

    private static final int LONGEST_PATH = 4_096;

    /** Takes the parts of a file, one after the other. */
    interface Sink {
        void send(FilePart part) throws LinkBroken;
    }

    private FileParts() {}

    /** Whether the text can be the name of a file that is brought back: wherever that is put, it stays below. */
    static boolean isPath(String text) {
        if (text.isEmpty() || text.length() > LONGEST_PATH || text.indexOf('\0') >= 0) {
            return false;
        }
        for (String name : text.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    static void cut(Attempt attempt, String path, InputStream content, Sink sink) throws IOException, LinkBroken {
        MessageDigest digest = sha256();
        long offset = 0;
        byte[] bytes = content.readNBytes(PART_BYTES);
        boolean more = true;
        while (more) {
            digest.update(bytes);
            byte[] next = bytes.length < PART_BYTES ? new byte[0] : content.readNBytes(PART_BYTES);
            more = next.length > 0;
            Optional<String> sum =
                    more ? Optional.empty() : Optional.of(HexFormat.of().formatHex(digest.digest()));
            sink.send(new FilePart(attempt, path, offset, bytes, sum));
            offset += bytes.length;
            bytes = next;
        }
    }

    static String text(String batchId, FilePart part) {
        ObjectNode object = ResultJson.write(Format.frame(ResultInbox.FILE, batchId), part.attempt())
                .put("path", part.path())
                .put("offset", part.offset())
                .put("bytes", part.bytes());
        part.sha256().ifPresent(sum -> object.put("sha256", sum));
        return Fields.text(object);
    }

    static FilePart read(Fields fields) throws UnreadableMessage {
        Optional<String> sum = fields.has("sha256") ? Optional.of(fields.text("sha256")) : Optional.empty();
        try {
            return new FilePart(
                    ResultJson.readAttempt(fields),
                    fields.text("path"),
                    fields.count("offset"),
                    fields.bytes("bytes"),
                    sum);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no part of a file: " + e.getMessage(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
