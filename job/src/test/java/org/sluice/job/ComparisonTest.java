package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource({
        "flume.his,flume.his",
        "./out//a b.his,out/a b.his",
        "out/../flume.his,flume.his",
        "../out/a.his,_up/out/a.his",
        "../../a/../b,_up/_up/b",
        "/data/../x/a.his,_root/x/a.his",
        "a/../../b,_up/b"
    })
    void aFileThatDiffersIsBroughtBackUnderANameThatStaysInside(String file, String name) {
        Comparison comparison = new Comparison(file, "r", BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());

        assertThat(comparison.keptAs()).isEqualTo(name);
    }
}
