package dev.labctl;

import dev.labctl.cli.CommandLineInterface;
import dev.labctl.cli.Host;
import dev.labctl.cli.OutputOptions;
import dev.labctl.command.Program;
import dev.labctl.doctor.Doctor;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ChaptersFolder;
import dev.labctl.output.ReportDisplay;
import dev.labctl.output.ReportWriter;
import dev.labctl.output.progress.LiveProgress;
import dev.labctl.output.progress.PlainProgress;
import dev.labctl.output.text.Style;
import dev.labctl.process.Executables;
import dev.labctl.process.NarratingRunner;
import dev.labctl.process.ProcessRunner;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.report.Report;
import dev.labctl.report.StepListener;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The composition root: the only place that knows every part. */
public final class App implements Host {
    private final RuntimeEnvironment around;

    private App(RuntimeEnvironment around) {
        this.around = around;
    }

    /** The whole program. */
    public static int run(RuntimeEnvironment around, String... args) {
        App app = new App(around);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(around.out(), StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(around.err(), StandardCharsets.UTF_8), true);
        boolean noColour = List.of(args).contains("--no-color");
        CommandLineInterface commands = new CommandLineInterface(
                app, BuildInfo.version(), around.outStyle().width(), (report, format) -> app.writer(noColour)
                        .write(report, format));
        int code = commands.execute(out, err, around.outStyle().colour() && !noColour, args);
        around.out().flush();
        around.err().flush();
        return code;
    }

    @Override
    public Map<String, String> environment() {
        return around.environment();
    }

    @Override
    public Path workingDirectory() {
        return around.workingDirectory();
    }

    @Override
    public int call(OutputOptions output, Optional<Path> chapters, Function<Program, Report> call) {
        Report report;
        StepListener progress = progress(output);
        try {
            report = call.apply(program(output, chapters, progress));
        } catch (RuntimeException | Error e) {
            report = defect(e, output.verbose());
        } finally {
            if (progress instanceof LiveProgress live) {
                live.close();
            }
        }
        writer(output.noColour()).write(report, output.format());
        return report.exitCode().number();
    }

    private Program program(OutputOptions output, Optional<Path> chapters, StepListener progress) {
        ProcessRunner runner =
                output.verbose() ? new NarratingRunner(around.runner(), progress::output) : around.runner();
        Tools tools = new Tools(new Executables(around.environment(), around.osName()), Platform.of(around.osName()));
        return new Program(
                () -> new Catalogue(
                        ChaptersFolder.find(chapters, around.environment(), around.workingDirectory(), around.home())),
                new ProviderChoice(
                        StateFolder.of(around.environment(), home()),
                        Platform.of(around.osName()),
                        around.time(),
                        () -> new KindProvider(tools, runner, around.processes(), around.environment(), around.time())),
                new Doctor(tools, runner, around.environment(), around.root()),
                tools,
                around.time(),
                progress,
                new ReportDisplay(
                        around.out(), plainIf(output.noColour(), around.outStyle()), writer(output.noColour())));
    }

    private Path home() {
        return Path.of(around.environment().getOrDefault("HOME", System.getProperty("user.home")));
    }

    private StepListener progress(OutputOptions output) {
        if (output.quiet()) {
            return StepListener.NONE;
        }
        Style style = plainIf(output.noColour(), around.errStyle());
        return style.live()
                ? new LiveProgress(around.err(), style, output.verbose(), around.time())
                : new PlainProgress(around.err(), output.verbose());
    }

    private ReportWriter writer(boolean noColour) {
        return new ReportWriter(
                around.out(), around.err(), plainIf(noColour, around.outStyle()), plainIf(noColour, around.errStyle()));
    }

    private static Style plainIf(boolean noColour, Style style) {
        return noColour ? new Style(false, style.unicode(), style.live(), style.width()) : style;
    }

    private static Report defect(Throwable e, boolean verbose) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        List<String> lines = trace.toString().lines().toList();
        Failure failure = Failure.of(
                        Reason.BUG,
                        "labctl has a defect: " + e,
                        verbose
                                ? "Please report it with these lines."
                                : "Run it with --verbose and report what it prints.")
                .withDetails(verbose ? lines : List.of());
        return Report.failed("", Optional.empty(), Optional.empty(), failure);
    }
}
