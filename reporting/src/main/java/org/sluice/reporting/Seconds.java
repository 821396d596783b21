package org.sluice.reporting;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Seconds with three decimals and a point, whatever the locale, as JUnit XML and the joblog have them. */
final class Seconds {
    private Seconds() {}

    static String of(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
    }

    /** Since 1970-01-01T00:00:00Z. */
    static String sinceEpoch(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3).toPlainString();
    }
}
