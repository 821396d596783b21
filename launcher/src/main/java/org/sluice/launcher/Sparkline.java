package org.sluice.launcher;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import org.sluice.producer.history.Run;

/**
 * A row of bars, one for each run, as high as the run was long; the highest is the longest run. A run that did not pass is an
 * {@code x}. (E. Tufte, Beautiful Evidence, 2006.)
 */
final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN = "_.,-~=+#";

    private final String bars;

    /** @param charset that of the terminal: bars that it does not have are plain characters */
    Sparkline(Charset charset) {
        bars = charset.newEncoder().canEncode(BLOCKS) ? BLOCKS : PLAIN;
    }

    String of(List<Run> runs) {
        long longest =
                runs.stream().map(Run::wall).mapToLong(Duration::toMillis).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (Run run : runs) {
            line.append(run.verdict().isSuccess() ? bar(run.wall().toMillis(), longest) : 'x');
        }
        return line.toString();
    }

    private char bar(long millis, long longest) {
        long height = longest == 0 ? 0 : millis * bars.length() / longest;
        return bars.charAt((int) Math.min(height, bars.length() - 1));
    }
}
