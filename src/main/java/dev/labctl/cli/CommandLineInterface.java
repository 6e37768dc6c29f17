package dev.labctl.cli;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Nearest;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.report.Report;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree, and what becomes of arguments that do not fit it. */
public final class CommandLineInterface {
    /** In the order of the help. */
    private static final Map<String, Function<Host, Callable<Integer>>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("up", UpCommand::new);
        COMMANDS.put("cilium-install", CiliumInstallCommand::new);
        COMMANDS.put("apply", ApplyCommand::new);
        COMMANDS.put("wait", WaitCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("down", DownCommand::new);
        COMMANDS.put("reset", ResetCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("cilium-uninstall", CiliumUninstallCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("ipam", IpamCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("logs", LogsCommand::new);
        COMMANDS.put("context", ContextCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("show", ShowCommand::new);
        COMMANDS.put("plan", PlanCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
    }

    private final Host host;
    private final String version;
    private final int width;
    private final BiConsumer<Report, Format> write;

    /**
     * The commands of a program.
     *
     * @param version as {@code --version} prints it
     * @param write takes the report of a call that was wrong
     */
    public CommandLineInterface(Host host, String version, int width, BiConsumer<Report, Format> write) {
        this.host = host;
        this.version = version;
        this.width = width;
        this.write = write;
    }

    /** Picocli reads each command by reflection, which takes longer than most commands run: only the one that is called. */
    private static Collection<String> needed(String... args) {
        String first = args.length == 0 ? "" : args[0];
        if (COMMANDS.containsKey(first)) {
            return List.of(first);
        }
        return List.of("-V", "--version").contains(first) ? List.of() : COMMANDS.keySet();
    }

    private CommandLine tree(String... args) {
        CommandLine root = new CommandLine(new LabctlCommand());
        needed(args).forEach(name -> root.addSubcommand(name, COMMANDS.get(name).apply(host)));
        root.setUsageHelpWidth(Math.max(60, Math.min(width, 100)));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(this::wrong);
        help(root, version);
        root.getSubcommands().values().forEach(command -> help(command, version));
        return root;
    }

    private static void help(CommandLine command, String version) {
        command.getCommandSpec().mixinStandardHelpOptions(true).version("labctl " + version);
        command.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
    }

    public int execute(PrintWriter out, PrintWriter err, boolean colour, String... args) {
        CommandLine root = tree(args);
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
            e.getCommandLine().usage(e.getCommandLine().getErr());
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
