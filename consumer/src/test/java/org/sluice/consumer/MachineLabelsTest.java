package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MachineLabelsTest {
    @Test
    void aMachineIsKnownByItsSystemItsArchitectureInBothWordsAndItsName() {
        assertThat(MachineLabels.of("Linux", "amd64", "Lab3.site"))
                .containsExactly("amd64", "lab3.site", "linux", "x86_64");
        assertThat(MachineLabels.of("Windows 11", "amd64", "PC-7")).contains("windows", "pc-7");
        assertThat(MachineLabels.of("Mac OS X", "aarch64", "mini")).contains("macos", "arm64", "aarch64");
        assertThat(MachineLabels.of("FreeBSD", "riscv64", "x")).contains("freebsd", "riscv64");
    }

    @Test
    void aNameThatCanBeNoLabelIsNone() {
        assertThat(MachineLabels.of("Linux", "riscv64", "my host")).containsExactly("linux", "riscv64");
    }

    @Test
    void theyAreAlwaysAmongThoseOfAConsumer() {
        ConsumerOptions options = Working.options(1).withLabels(new TreeSet<>(List.of("gpu")));
        assertThat(options.labels()).contains("gpu").containsAll(MachineLabels.with(new TreeSet<>()));
        assertThat(MachineLabels.with(new TreeSet<>())).hasSizeGreaterThanOrEqualTo(2);
    }
}
