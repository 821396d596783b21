package org.sluice.consumer.compare;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sluice.job.Comparison;

/** Compares two files byte by byte, up to the first difference. */
final class BinaryComparison {
    private static final int PIECE = 64 * 1024;

    private final Comparison comparison;

    BinaryComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    Finding compare(StoppableInput got, StoppableInput expected) throws IOException {
        byte[] gotPiece = new byte[PIECE];
        byte[] expectedPiece = new byte[PIECE];
        for (long offset = 0; ; offset += PIECE) {
            int gotLength = got.read(gotPiece, 0);
            int expectedLength = expected.read(expectedPiece, 0);
            int at = Arrays.mismatch(gotPiece, 0, gotLength, expectedPiece, 0, expectedLength);
            if (at >= 0) {
                return different(offset + at, at < gotLength, at < expectedLength, gotPiece[at], expectedPiece[at]);
            }
            if (gotLength < PIECE) {
                return new Finding.Equal();
            }
        }
    }

    private Finding different(long offset, boolean inGot, boolean inExpected, byte got, byte expected) {
        String what;
        if (!inGot) {
            what = String.format(Locale.ROOT, "it ends after %,d bytes, the reference goes on", offset);
        } else if (!inExpected) {
            what = String.format(Locale.ROOT, "the reference ends after %,d bytes, it goes on", offset);
        } else {
            what = String.format(
                    Locale.ROOT,
                    "the first byte that differs is at offset %,d: 0x%02X for 0x%02X",
                    offset,
                    got,
                    expected);
        }
        return new Finding.Different(
                Shown.text(comparison.file()) + " differs from " + Shown.text(comparison.reference()) + ": " + what,
                List.of(what));
    }
}
