package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
    @TempDir
    private Path place;

    @Test
    void whereThereIsRoomNothingIsSaid() {
        assertThat(new FreeSpace(1, place, place.resolve("..")).shortage()).isEmpty();
        assertThat(new FreeSpace(0, place.resolve("gone"), place).shortage()).isEmpty();
    }

    @Test
    void aShortageIsToldWithBothSizesAndThePlace() {
        assertThat(new FreeSpace(Long.MAX_VALUE, place, place.resolve(".."))
                        .shortage()
                        .orElseThrow())
                .startsWith("only ")
                .contains(" are free in " + place)
                .endsWith(", less than the 8 EB of --min-free");
    }

    @Test
    void aPlaceThatIsGoneIsToldToo() {
        assertThat(new FreeSpace(1, place.resolve("gone"), place).shortage().orElseThrow())
                .contains("cannot be told how much is free in " + place);
    }
}
