package org.sluice.producer.jobfile;

/**
 * What a job file can write in braces for a value of the job. The signs and their meaning are GNU parallel's
 * (<a href="https://www.gnu.org/software/parallel/man.html">its manual</a>, "replacement string").
 */
enum Placeholder {
    TEXT("{}", "the job's text"),
    WITHOUT_EXTENSION("{.}", "the text without its extension"),
    BASENAME("{/}", "the text after its last slash"),
    DIRNAME("{//}", "the text before its last slash, or . if it has none"),
    BASENAME_WITHOUT_EXTENSION("{/.}", "the text after its last slash, without its extension"),
    NUMBER("{#}", "the job's number in the batch, from 1"),
    SLOT("{%}", "the slot of the consumer that runs the job, from 1; in run and check lines only"),
    NAME("{name}", "the job's name"),
    PATH("{path}", "the match of each; a directory's ends with a slash");

    private static final Placeholder[] VALUES = values();

    private final String sign;
    private final String meaning;

    Placeholder(String sign, String meaning) {
        this.sign = sign;
        this.meaning = meaning;
    }

    /** The placeholder as it stands in a job file, braces included. */
    public String sign() {
        return sign;
    }

    /** What it stands for, in a phrase without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** The placeholder that begins at this place of the text and ends before {@code end}, or null. */
    static Placeholder at(String text, int place, int end) {
        if (place >= end || text.charAt(place) != '{') {
            return null;
        }
        for (Placeholder placeholder : VALUES) {
            if (text.startsWith(placeholder.sign, place) && place + placeholder.sign.length() <= end) {
                return placeholder;
            }
        }
        return null;
    }

    /** The value for a job; the slot is not known before the job runs and stays as it is written. */
    String value(Subject subject) {
        return switch (this) {
            case TEXT, NAME -> subject.name();
            case WITHOUT_EXTENSION -> withoutExtension(subject.name());
            case BASENAME -> basename(subject.name());
            case DIRNAME -> dirname(subject.name());
            case BASENAME_WITHOUT_EXTENSION -> withoutExtension(basename(subject.name()));
            case NUMBER -> Integer.toString(subject.number());
            case SLOT -> sign;
            case PATH -> subject.path();
        };
    }

    /** Whether its values are whole numbers, whatever the job file says. */
    boolean isNumber() {
        return this == NUMBER || this == SLOT;
    }

    private static String withoutExtension(String text) {
        int dot = text.lastIndexOf('.');
        return dot > text.lastIndexOf('/') ? text.substring(0, dot) : text;
    }

    private static String basename(String text) {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** As dirname(1): slashes at the end do not count. */
    private static String dirname(String text) {
        int end = withoutTrailingSlashes(text, text.length());
        int slash = text.lastIndexOf('/', end - 1);
        if (slash < 0) {
            return text.startsWith("/") ? "/" : ".";
        }
        int directory = withoutTrailingSlashes(text, slash);
        return directory == 0 ? "/" : text.substring(0, directory);
    }

    private static int withoutTrailingSlashes(String text, int end) {
        int last = end;
        while (last > 0 && text.charAt(last - 1) == '/') {
            last--;
        }
        return last;
    }
}
