package org.sluice.consumer.compare;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** One word of a text. Of a long one its beginning is kept, and a digest of all of it. */
final class Token {
    private static final int KEPT = 64 * 1024;

    private byte[] bytes = new byte[64];
    private int kept;
    private long length;
    private MessageDigest digest;

    void clear() {
        kept = 0;
        length = 0;
        digest = null;
    }

    void add(byte[] source, int from, int count) {
        length += count;
        if (digest == null && length <= KEPT) {
            if (length > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(KEPT, length * 2));
            }
            System.arraycopy(source, from, bytes, kept, count);
            kept = (int) length;
            return;
        }
        if (digest == null) {
            digest = sha256();
            digest.update(bytes, 0, kept);
            int shown = Math.min(count, bytes.length - kept);
            System.arraycopy(source, from, bytes, kept, shown);
            kept += shown;
        }
        digest.update(source, from, count);
    }

    long length() {
        return length;
    }

    /** Whether both are the same, byte by byte. It may be asked once: a digest is used up by it. */
    boolean isSameAs(Token other) {
        if (length != other.length) {
            return false;
        }
        return digest == null
                ? Arrays.equals(bytes, 0, kept, other.bytes, 0, other.kept)
                : MessageDigest.isEqual(digest.digest(), other.digest.digest());
    }

    /** Whether it is nothing but asterisks: what Fortran writes for a number that is too wide for its field. */
    boolean isOverflow() {
        if (digest != null || kept == 0) {
            return false;
        }
        for (int i = 0; i < kept; i++) {
            if (bytes[i] != '*') {
                return false;
            }
        }
        return true;
    }

    /** The number that it is, or null; good until the token is cleared. */
    FortranNumber number() {
        return digest == null ? FortranNumber.parse(bytes, kept) : null;
    }

    String shown() {
        return Shown.word(bytes, kept);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
