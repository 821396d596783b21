package org.sluice.messaging;

/** Finds the words in a chain of exceptions that tell a person most. */
final class Reason {
    private Reason() {}

    static String of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String kind = root.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : message.strip();
    }
}
