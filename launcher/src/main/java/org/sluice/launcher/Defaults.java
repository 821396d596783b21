package org.sluice.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.job.ExitCode;
import org.sluice.job.NearestWord;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the value of an option comes from when it is not on the command line: first the environment
 * ({@code SLUICE_BROKER} for {@code --broker}), then a properties file ({@code broker = …}, or
 * {@code consumer.slots = …} for one command alone), then what is built in. A switch needs {@code fallbackValue = "true"}:
 * picocli takes a switch on the command line for the opposite of its default otherwise.
 */
final class Defaults implements IDefaultValueProvider {
    private static final String CONFIG = "--config";
    private static final String VARIABLE = "SLUICE_";

    private final Map<String, String> environment;
    private final Properties properties;

    private Defaults(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /**
     * The defaults for this call.
     *
     * @param commandLine knows which options there are
     * @throws UsageException if the properties file cannot be read, or has a key that no option has
     */
    static Defaults of(String[] args, Map<String, String> environment, CommandLine commandLine) {
        Optional<Path> file = file(args, environment);
        Properties properties = new Properties();
        if (file.isPresent()) {
            try (Reader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (NoSuchFileException e) {
                throw new UsageException(
                        "There is no properties file " + file.get() + ". --config names another.", ExitCode.USAGE, e);
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(
                        "The properties file " + file.get() + " cannot be read: " + e + ". --config names another.",
                        ExitCode.USAGE,
                        e);
            }
            checkKeys(file.get(), properties.stringPropertyNames(), keys(commandLine));
        }
        return new Defaults(environment, properties);
    }

    private static Optional<Path> file(String[] args, Map<String, String> environment) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(CONFIG) && i + 1 < args.length) {
                return Optional.of(Path.of(args[i + 1]));
            }
            if (args[i].startsWith(CONFIG + "=")) {
                return Optional.of(Path.of(args[i].substring(CONFIG.length() + 1)));
            }
        }
        String named = environment.get(VARIABLE + "CONFIG");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        String xdg = environment.get("XDG_CONFIG_HOME");
        Path home = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(xdg);
        Path[] places = {Path.of("sluice.properties"), home.resolve("sluice").resolve("sluice.properties")};
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static Set<String> keys(CommandLine commandLine) {
        Set<String> keys = new TreeSet<>();
        for (Map.Entry<String, CommandLine> command :
                commandLine.getSubcommands().entrySet()) {
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                if (isOrdinary(option)) {
                    keys.add(key(option));
                    keys.add(command.getKey() + "." + key(option));
                }
            }
            keys.addAll(keys(command.getValue()));
        }
        return keys;
    }

    private static boolean isOrdinary(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals(CONFIG);
    }

    private static void checkKeys(Path file, Set<String> found, Set<String> known) {
        for (String key : new TreeSet<>(found)) {
            if (!known.contains(key)) {
                String nearest = NearestWord.to(key, known)
                        .map(word -> "; the nearest is '" + word + "'.")
                        .orElse(". 'sluice COMMAND --help' lists the options.");
                throw new UsageException(
                        "The properties file " + file + " has the key '" + key + "', which is no option" + nearest,
                        ExitCode.USAGE);
            }
        }
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /** Where a wrong value of an option comes from, to be put behind a sentence; nothing if from the command line. */
    String origin(ArgSpec argument, String value) {
        if (value == null || !value.equals(defaultValue(argument)) || !(argument instanceof OptionSpec option)) {
            return "";
        }
        String key = key(option);
        return value.equals(environment.get(variable(key)))
                ? " (from the environment variable " + variable(key) + ")"
                : " (from the properties file)";
    }

    private static String variable(String key) {
        return VARIABLE + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !isOrdinary(option)) {
            return null;
        }
        String key = key(option);
        String variable = environment.get(variable(key));
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        String command = option.command() == null ? "" : option.command().name();
        String special = properties.getProperty(command + "." + key);
        return special != null ? special : properties.getProperty(key);
    }
}
