package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.TestBroker.GUARD;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.broker.StandaloneBroker;
import org.sluice.job.Access;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;

class FilePartsTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FileParts.PART_BYTES - 1, FileParts.PART_BYTES, FileParts.PART_BYTES + 1, 700_000})
    void theSumIsOnTheLastPartAloneWhateverTheSize(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        List<FilePart> parts = new ArrayList<>();

        FileParts.cut(Samples.attempt(), "a", new ByteArrayInputStream(content), parts::add);

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (FilePart part : parts) {
            assertThat(part.offset()).isEqualTo(joined.size());
            assertThat(part.sha256().isPresent()).isEqualTo(part == parts.get(parts.size() - 1));
            joined.write(part.bytes());
        }
        assertThat(joined.toByteArray()).isEqualTo(content);
        assertThat(parts.get(parts.size() - 1).sha256())
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "./a", "a\0b"})
    void aPathThatCouldLeaveItsPlaceIsNone(String path) {
        assertThat(FileParts.isPath(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "..a", "a..", "...", "a\nb", "C:a", "a\\b", " ", "-rf"})
    void anyOtherNameIsTheUsers(String path) {
        assertThat(FileParts.isPath(path)).isTrue();
    }

    @Test
    void aPathOfUnusualLengthIsNone() {
        assertThat(FileParts.isPath("a".repeat(4_097))).isFalse();
    }

    @Test
    void aFileThatCannotBeReadToItsEndHasNoLastPart() {
        List<FilePart> parts = new ArrayList<>();
        InputStream failing = new InputStream() {
            private int left = 2 * FileParts.PART_BYTES + 1;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("the disk is broken");
                }
                left--;
                return 'x';
            }
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FileParts.cut(Samples.attempt(), "a", failing, parts::add));
        assertThat(parts).isNotEmpty().allMatch(part -> part.sha256().isEmpty());
    }

    /** 300 MB through the 256 MB of heap that the build gives these tests, with the broker and both of its clients in it. */
    @Test
    void aFileThatIsLargerThanTheHeapArrivesWholeAndBeforeItsResult() throws Exception {
        long size = 300L << 20;
        StandaloneBroker.Options options = StandaloneBroker.Options.defaults()
                .withListen(new ListenAddress("127.0.0.1", 0))
                .withData(temp.resolve("data"))
                .withAccess(temp.resolve("access"));
        try (StandaloneBroker broker = StandaloneBroker.start(options);
                Link sending = link(broker);
                Link receiving = link(broker);
                SlotSession slot = sending.slot(told -> {});
                ResultInbox inbox = receiving.results(BATCH, told -> {})) {
            slot.sendFile(BATCH, Samples.attempt(), "big.his", new Noise(size));
            slot.send(BATCH, Samples.passed());

            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long taken = 0;
            Optional<String> sum = Optional.empty();
            Finished result = null;
            while (result == null) {
                List<Report> reports = inbox.receive(GUARD);
                assertThat(reports).as("after " + taken).isNotEmpty();
                for (Report report : reports) {
                    if (report instanceof FilePart part) {
                        assertThat(part.offset()).isEqualTo(taken);
                        digest.update(part.bytes());
                        taken += part.bytes().length;
                        sum = part.sha256();
                    } else {
                        result = (Finished) report;
                    }
                }
                inbox.acknowledge();
            }
            assertThat(taken).isEqualTo(size);
            assertThat(sum).contains(HexFormat.of().formatHex(digest.digest()));
        }
    }

    private Link link(StandaloneBroker broker) throws Exception {
        Path access = Role.PRODUCER.accessFile(temp.resolve("access"));
        return Link.open(
                new BrokerAddress(List.of(broker.listenUri())), Optional.of(Access.read(access)), broken -> {});
    }

    /** So many bytes that nothing can compress. */
    private static final class Noise extends InputStream {
        private final Random random = new Random(1);
        private long left;

        Noise(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            byte[] some = new byte[(int) Math.min(length, left)];
            random.nextBytes(some);
            System.arraycopy(some, 0, bytes, offset, some.length);
            left -= some.length;
            return some.length;
        }
    }
}
