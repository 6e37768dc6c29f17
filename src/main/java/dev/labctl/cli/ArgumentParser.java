package dev.labctl.cli;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * From the arguments of the program to what they ask for.
 *
 * @param version as {@code --version} prints it
 * @param width of the help, in columns
 * @param colour whether the help may have colours
 */
public record ArgumentParser(ReaderEnvironment environment, String version, int width, boolean colour) {
    /** What the arguments ask for; wrong ones ask for a command that fails with what is wrong about them. */
    public Invocation parse(String... args) {
        LabctlOptions labctl = new LabctlOptions(environment);
        CommandLine root = tree(labctl, args);
        try {
            ParseResult result = root.parseArgs(args);
            CommandLine command = (result.hasSubcommand() ? result.subcommand() : result)
                    .commandSpec()
                    .commandLine();
            if (command.isUsageHelpRequested()) {
                return new Invocation.Information(usage(command, labctl.output()));
            }
            if (command.isVersionHelpRequested()) {
                return new Invocation.Information("labctl " + version + System.lineSeparator());
            }
            return result.hasSubcommand()
                    ? new Invocation.Call(request(command.getCommandSpec()), labctl.output(), "")
                    : rejected(root, "a command is missing", args);
        } catch (ParameterException e) {
            return rejected(e.getCommandLine(), message(e), args);
        }
    }

    private Request request(CommandSpec command) {
        return Commands.request(command).resolved(environment);
    }

    /** Wrong usage: a sentence and the way to the help; the whole help only to those who typed nothing but the name. */
    private Invocation rejected(CommandLine command, String message, String... args) {
        OutputOptions output = outputOptions(args);
        Failure failure = Failure.of(
                Reason.USAGE, message, "Run `" + command.getCommandSpec().qualifiedName() + " --help` for the usage.");
        String name = command.getParent() == null ? "" : command.getCommandName();
        return new Invocation.Call(
                Request.of(new RejectedCommand(name, Optional.empty(), failure), Optional.empty()),
                output,
                args.length == 0 ? usage(command, output) : "");
    }

    /** The options about the output alone, whatever else the arguments hold: they say how an error is shown, too. */
    private OutputOptions outputOptions(String... args) {
        LabctlOptions labctl = new LabctlOptions(environment);
        CommandLine alone =
                new CommandLine(labctl).setUnmatchedArgumentsAllowed(true).setCaseInsensitiveEnumValuesAllowed(true);
        alone.getCommandSpec().parser().collectErrors(true);
        literally(alone);
        alone.parseArgs(args);
        return labctl.output();
    }

    private CommandLine tree(LabctlOptions labctl, String... args) {
        CommandLine root = new CommandLine(labctl);
        needed(args).forEach(name -> root.addSubcommand(name, Commands.method(name)));
        set(root);
        root.getSubcommands().values().forEach(this::set);
        root.setUsageHelpWidth(Math.max(60, Math.min(width, 100)));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        literally(root);
        return root;
    }

    /** An argument that begins with an at sign is no file of arguments, and one that can be no path is told without Java's words. */
    private static void literally(CommandLine command) {
        command.setExpandAtFiles(false);
        command.registerConverter(Path.class, text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new TypeConversionException("\"" + text + "\" can be no path");
            }
        });
    }

    /** Picocli reads each command by reflection, which takes longer than most commands run: only the one that is called. */
    private static Collection<String> needed(String... args) {
        String first = args.length == 0 ? "" : args[0];
        if (Commands.NAMES.contains(first)) {
            return List.of(first);
        }
        return List.of("-V", "--version").contains(first) ? List.of() : Commands.NAMES;
    }

    private void set(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true).version("labctl " + version);
        spec.usageMessage().sortOptions(false).abbreviateSynopsis(true);
    }

    private String usage(CommandLine command, OutputOptions output) {
        return command.getUsageMessage(colour && !output.noColour() ? Ansi.ON : Ansi.OFF);
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            List<String> nearest =
                    Nearest.to(word, known(word, e.getCommandLine().getCommandSpec()));
            String question = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
            return "\"" + word + "\" is not known here" + question;
        }
        String text = e.getMessage().lines().findFirst().orElse("wrong usage").replaceFirst("^Error: ", "");
        return e instanceof MissingParameterException
                ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    /** What may stand in place of an unknown word: commands, or options by their long names. */
    private static List<String> known(String word, CommandSpec command) {
        return word.startsWith("-")
                ? command.optionsMap().keySet().stream()
                        .filter(name -> name.startsWith("--"))
                        .toList()
                : List.copyOf(command.subcommands().keySet());
    }
}
