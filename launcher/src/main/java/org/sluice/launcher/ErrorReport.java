package org.sluice.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import org.sluice.broker.Role;
import org.sluice.job.ExitCode;
import org.sluice.job.NearestWord;
import org.sluice.messaging.BrokerRefused;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.producer.JournalException;
import org.sluice.producer.jobfile.JobFileException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong, in a paragraph without a stack trace, and says it with the exit code. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final boolean verbose;

    ErrorReport(boolean verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("sluice: " + sentence(e, command));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        trace(e, err);
        return ExitCode.USAGE.code();
    }

    private static String sentence(ParameterException e, CommandLine command) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        // a value that is not on the command line has its place where nobody looks first
        IDefaultValueProvider defaults = command.getDefaultValueProvider();
        return e.getMessage() + (defaults instanceof Defaults known ? known.origin(e.getArgSpec(), e.getValue()) : "");
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        CommandLine command = e.getCommandLine();
        if (first.startsWith("-")) {
            return "There is no option '" + first + "'"
                    + nearest(first, command.getCommandSpec().optionsMap().keySet());
        }
        if (command.getSubcommands().isEmpty()) {
            return "'" + first + "' is one argument too many.";
        }
        return "There is no command '" + first + "'"
                + nearest(first, command.getSubcommands().keySet());
    }

    private static String nearest(String word, Collection<String> known) {
        return NearestWord.to(word, known)
                .map(name -> "; the nearest is '" + name + "'.")
                .orElse(".");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    int report(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        ExitCode exitCode;
        if (e instanceof JobFileException) {
            // lists every mistake with its place
            err.println(e.getMessage());
            exitCode = ExitCode.USAGE;
        } else if (e instanceof UsageException usage) {
            err.println("sluice: " + e.getMessage());
            if (usage.exitCode() == ExitCode.USAGE) {
                err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            }
            exitCode = usage.exitCode();
        } else if (isExpected(e)) {
            err.println("sluice: " + e.getMessage() + (e instanceof BrokerRefused ? rightAccess(command) : ""));
            exitCode = ExitCode.INCOMPLETE;
        } else {
            err.println("sluice: this should not have happened: " + e
                    + ". With --verbose it shows where; please report that.");
            exitCode = ExitCode.INCOMPLETE;
        }
        trace(e, err);
        return exitCode.code();
    }

    private static String rightAccess(CommandLine command) {
        Role role = command.getCommandName().equals("consumer") ? Role.CONSUMER : Role.PRODUCER;
        return " For '" + command.getCommandSpec().qualifiedName() + "' that is " + role.accessFile(Path.of("")) + ".";
    }

    private static boolean isExpected(Exception e) {
        return e instanceof BrokerUnavailable
                || e instanceof BrokerRefused
                || e instanceof JournalException
                // of files and ports; those that we throw say what to do
                || e instanceof IOException;
    }

    private void trace(Exception e, PrintWriter err) {
        if (verbose) {
            e.printStackTrace(err);
        }
    }
}
