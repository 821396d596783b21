package org.sluice.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.sluice.broker.Role;
import org.sluice.job.ExitCode;
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
        List<String> nearest = e.getSuggestions();
        String what;
        if (first.startsWith("-")) {
            what = "There is no option '" + first + "'";
        } else if (e.getCommandLine().getSubcommands().isEmpty()) {
            what = "'" + first + "' is one argument too many";
        } else {
            what = "There is no command '" + first + "'";
            nearest = nearest.stream()
                    .map(name -> name.replaceFirst("^sluice ", ""))
                    .toList();
        }
        return what + (nearest.isEmpty() ? "." : "; the nearest is '" + nearest.get(0) + "'.");
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
