package org.sluice.job;

import java.util.Map;
import java.util.Objects;

/**
 * A change of one variable whose outcome depends on what the variable is where the job runs.
 *
 * @param name the variable
 * @param kind what is done to it
 * @param value what is added; {@code ""} for {@link Kind#UNSET}
 * @param separator what stands between the old value and the new, unless there is no old one or it is empty
 */
public record EnvironmentChange(String name, Kind kind, String value, String separator) {
    /** What is done to the variable. */
    public enum Kind {
        /** It is taken away. */
        UNSET,
        /** The value is put behind what is there. */
        APPEND,
        /** The value is put before what is there. */
        PREPEND
    }

    public EnvironmentChange {
        if (name.isEmpty() || name.contains("=")) {
            throw new IllegalArgumentException("'" + name + "' is no variable");
        }
        Objects.requireNonNull(kind);
        Objects.requireNonNull(value);
        Objects.requireNonNull(separator);
    }

    /** Makes the change in an environment. */
    public void in(Map<String, String> environment) {
        String old = environment.getOrDefault(name, "");
        String between = old.isEmpty() ? "" : separator;
        switch (kind) {
            case UNSET -> environment.remove(name);
            case APPEND -> environment.put(name, old + between + value);
            case PREPEND -> environment.put(name, value + between + old);
        }
    }
}
