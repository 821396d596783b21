package org.sluice.launcher;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.sluice.job.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code sluice}. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Hands out a batch of independent test cases, one at a time, to every machine that is ready for"
                + " one, and brings back a verdict for each.",
        footer = {
            "",
            "Examples:",
            "  sluice run server.inp                     all on this machine",
            "  sluice broker                             where others meet",
            "  sluice producer server.inp --broker lab3  posts a batch there",
            "  sluice consumer --broker lab3             runs jobs of it here",
            "",
            "Every option can also be given as an environment variable (--broker as SLUICE_BROKER) or in a properties"
                    + " file (broker=lab3): --config FILE, else sluice.properties in the current directory, else"
                    + " ~/.config/sluice/sluice.properties.",
            "",
            "Exit codes: 0 all passed, 1 some job did not pass, 2 usage or job file, 3 infrastructure or incomplete,"
                    + " 4 nothing to run, 130 interrupted."
        },
        subcommands = {
            RunCommand.class,
            BrokerCommand.class,
            ProducerCommand.class,
            CollectCommand.class,
            CancelCommand.class,
            ExplainCommand.class,
            ConsumerCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            HistoryCommand.class,
            ImportCommand.class,
            BlessCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    private static final String VERBOSE = "--verbose";

    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Shows what happens inside, and stack traces.")
    private boolean verbose;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Reads options from this properties file.")
    private String config;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the virtual machine with its exit code. */
    public static void main(String[] args) {
        chooseLaunchMechanism();
        chooseClientIds();
        System.exit(run(args));
    }

    /** The fastest way to start a process where there is a choice, set before the first one is started. */
    private static void chooseLaunchMechanism() {
        String property = "jdk.lang.Process.launchMechanism";
        // Java 25 warns of it: it is to be removed there
        boolean hasVfork = System.getProperty("os.name").equals("Linux")
                && Runtime.version().feature() < 25;
        if (hasVfork && System.getProperty(property) == null) {
            System.setProperty(property, "VFORK");
        }
    }

    /**
     * Spares the start of every command a tenth of a second, a look-up of the host's name and, for that time, an open port:
     * so ActiveMQ otherwise makes the ids of its clients unique.
     */
    private static void chooseClientIds() {
        System.setProperty(
                "activemq.idgenerator.hostname", "sluice-" + Long.toHexString(new SecureRandom().nextLong()));
        System.setProperty("activemq.idgenerator.localport", "1");
    }

    static int run(String... args) {
        return run(System.getenv(), args);
    }

    static int run(Map<String, String> environment, String... args) {
        CommandLine commandLine = commandLine();
        boolean verbose = Arrays.asList(args).contains(VERBOSE);
        try {
            Defaults defaults = Defaults.of(args, environment, commandLine);
            commandLine.setDefaultValueProvider(defaults);
            verbose |= Boolean.parseBoolean(defaults.defaultValue(verbose(commandLine, args)));
        } catch (UsageException e) {
            return new ErrorReport(verbose).report(e, commandLine);
        }
        if (verbose) {
            System.setProperty(LogSettings.VERBOSE, "true");
        }
        ErrorReport errors = new ErrorReport(verbose);
        commandLine.setParameterExceptionHandler(errors);
        commandLine.setExecutionExceptionHandler(errors);
        return commandLine.execute(args);
    }

    /** The option as the command that is called has it; the log is set up before anything is parsed. */
    private static OptionSpec verbose(CommandLine commandLine, String[] args) {
        return Arrays.stream(args)
                .map(commandLine.getSubcommands()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(commandLine)
                .getCommandSpec()
                .findOption(VERBOSE);
    }

    /** The command with its subcommands, as its help and completion are made from. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        inheritVersion(commandLine);
        return commandLine;
    }

    /** Without that, --version of a command prints nothing. */
    private static void inheritVersion(CommandLine commandLine) {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            command.getCommandSpec()
                    .versionProvider(commandLine.getCommandSpec().versionProvider());
            inheritVersion(command);
        }
    }

    @Override
    public void run() {
        throw new UsageException("No command is given.", ExitCode.USAGE);
    }
}
