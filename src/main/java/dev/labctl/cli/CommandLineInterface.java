package dev.labctl.cli;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Nearest;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.steps.Report;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree, and what becomes of arguments that do not fit it. */
public final class CommandLineInterface {
    private final CommandLine root;
    private final BiConsumer<Report, Format> write;

    /**
     * Builds the command tree.
     *
     * @param version as {@code --version} prints it
     * @param write takes the report of a call that was wrong
     */
    public CommandLineInterface(Host host, String version, int width, BiConsumer<Report, Format> write) {
        this.write = write;
        this.root = new CommandLine(new LabctlCommand());
        List.of(
                        new UpCommand(host),
                        new CiliumInstallCommand(host),
                        new ApplyCommand(host),
                        new WaitCommand(host),
                        new VerifyCommand(host),
                        new RunCommand(host),
                        new DownCommand(host),
                        new ResetCommand(host),
                        new DeleteCommand(host),
                        new CiliumUninstallCommand(host),
                        new StatusCommand(host),
                        new IpamCommand(host),
                        new ExplainCommand(host),
                        new LogsCommand(host),
                        new ContextCommand(host),
                        new ListCommand(host),
                        new ShowCommand(host),
                        new PlanCommand(host),
                        new DoctorCommand(host))
                .forEach(root::addSubcommand);
        root.setUsageHelpWidth(Math.max(60, Math.min(width, 100)));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(this::wrong);
        help(root, version);
        root.getSubcommands().values().forEach(command -> help(command, version));
    }

    private static void help(CommandLine command, String version) {
        command.getCommandSpec().mixinStandardHelpOptions(true).version("labctl " + version);
        command.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
    }

    public int execute(PrintWriter out, PrintWriter err, boolean colour, String... args) {
        root.setOut(out);
        root.setErr(err);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF));
        root.setExecutionExceptionHandler((e, command, result) -> {
            throw e;
        });
        return root.execute(args);
    }

    /** Wrong usage: a sentence and the way to the help; the whole help only to who typed nothing but the name. */
    private int wrong(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (args.length == 0) {
            root.usage(root.getErr());
        }
        String name = command.qualifiedName();
        Failure failure = Failure.of(Reason.USAGE, message(e), "`" + name + " --help` shows how it goes.");
        Report report = Report.failed(
                command.parent() == null ? "" : command.name(), Optional.empty(), Optional.empty(), failure);
        write.accept(report, format(args));
        return ExitCode.INVALID.number();
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
        String text = e.getMessage().lines().findFirst().orElse("wrong usage");
        return e instanceof MissingParameterException
                ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    /** What may stand where a word stands that is not known: commands, or options by their long names. */
    private static List<String> known(String word, CommandSpec command) {
        return word.startsWith("-")
                ? command.optionsMap().keySet().stream()
                        .filter(name -> name.startsWith("--"))
                        .toList()
                : List.copyOf(command.subcommands().keySet());
    }

    /** The format that was asked for, looked up by hand: the arguments as a whole could not be parsed. */
    private static Format format(String... args) {
        List<String> words = Arrays.asList(args);
        for (Format format : List.of(Format.JSON, Format.YAML)) {
            String word = format.name().toLowerCase(Locale.ROOT);
            boolean apart = java.util.stream.IntStream.range(1, words.size())
                    .anyMatch(i -> words.get(i).equalsIgnoreCase(word)
                            && List.of("-o", "--output").contains(words.get(i - 1)));
            boolean together = words.stream()
                    .map(given -> given.toLowerCase(Locale.ROOT))
                    .anyMatch(List.of("-o" + word, "-o=" + word, "--output=" + word)::contains);
            if (apart || together) {
                return format;
            }
        }
        return Format.TEXT;
    }
}
