package org.sluice.producer.ctest;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What ENVIRONMENT and ENVIRONMENT_MODIFICATION make of the variables of a test, as lines of a job file. What does not
 * depend on where the test runs is worked out here.
 */
final class Variables {
    /** What CMake calls host-native; a job file that was made on one system is for that system. */
    private static final String OF_PATHS = File.pathSeparator;

    private static final String OF_LISTS = ";";

    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /** @param environment each {@code NAME=VALUE} */
    Variables(List<String> environment, List<String> modifications) throws RefusedException {
        for (String text : environment) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            refuseUnlessName(name, "ENVIRONMENT");
            Variable variable = variables.computeIfAbsent(name, n -> new Variable());
            variable.initial = equals < 0 ? null : text.substring(equals + 1);
            variable.isInitiallyKnown = true;
            variable.reset();
        }
        for (String text : modifications) {
            modify(text);
        }
    }

    private void modify(String text) throws RefusedException {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals);
        if (equals < 1 || colon < 0) {
            throw new RefusedException(
                    "ENVIRONMENT_MODIFICATION '" + text + "' is not of the form NAME=OPERATION:VALUE");
        }
        String name = text.substring(0, equals);
        String operation = text.substring(equals + 1, colon);
        String value = text.substring(colon + 1);
        refuseUnlessName(name, "ENVIRONMENT_MODIFICATION");
        Variable variable = variables.computeIfAbsent(name, n -> new Variable());
        switch (operation) {
            case "reset" -> variable.reset();
            case "set" -> variable.set(value);
            case "unset" -> variable.set(null);
            case "string_append" -> variable.append(value, "");
            case "string_prepend" -> variable.prepend(value, "");
            case "path_list_append" -> variable.append(value, OF_PATHS);
            case "path_list_prepend" -> variable.prepend(value, OF_PATHS);
            case "cmake_list_append" -> variable.append(value, OF_LISTS);
            case "cmake_list_prepend" -> variable.prepend(value, OF_LISTS);
            default ->
                throw new RefusedException("ENVIRONMENT_MODIFICATION '" + text + "': the operation is not known");
        }
    }

    /** Each a word of a job file and its arguments. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        variables.forEach((name, variable) -> {
            if (!variable.isKnown) {
                variable.changes.forEach(change -> lines.add(change.line(name)));
            } else if (variable.value == null) {
                lines.add("env-unset " + name);
            } else {
                lines.add("env " + name + " " + JobFileWords.word(variable.value));
            }
        });
        return lines;
    }

    private static void refuseUnlessName(String name, String property) throws RefusedException {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || name.startsWith("SLUICE_")) {
            throw new RefusedException(property + " names the variable '" + name + "', which a job file cannot set");
        }
    }

    private record Change(String word, String value, String separator) {
        String line(String name) {
            String sep = separator.isEmpty() ? "" : " -sep " + JobFileWords.word(separator);
            return word + " " + name + " " + JobFileWords.word(value) + sep;
        }
    }

    /** As long as its value is not known, what is to be done to it. Null as a value stands for unset. */
    private static final class Variable {
        private final List<Change> changes = new ArrayList<>();
        private boolean isInitiallyKnown;
        private String initial;
        private boolean isKnown;
        private String value;

        void reset() {
            changes.clear();
            isKnown = isInitiallyKnown;
            value = initial;
        }

        void set(String newValue) {
            changes.clear();
            isKnown = true;
            value = newValue;
        }

        void append(String more, String separator) {
            if (isKnown) {
                value = value == null || value.isEmpty() ? more : value + separator + more;
            } else {
                changes.add(new Change("env-append", more, separator));
            }
        }

        void prepend(String more, String separator) {
            if (isKnown) {
                value = value == null || value.isEmpty() ? more : more + separator + value;
            } else {
                changes.add(new Change("env-prepend", more, separator));
            }
        }
    }
}
