package org.sluice.producer.jobfile;

import java.util.List;
import java.util.stream.Collectors;

/** A job file that cannot be used. Its message shows all its mistakes, in the order of the file. */
public final class JobFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    JobFileException(List<Mistake> mistakes, boolean more) {
        super(render(mistakes, more));
        this.mistakes = List.copyOf(mistakes);
    }

    /** The mistakes that are shown, in the order of the file; at least one. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    private static String render(List<Mistake> mistakes, boolean more) {
        return mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n"))
                + (more ? "\nfurther mistakes are not shown" : "");
    }
}
