package dev.labctl;

import dev.labctl.cli.ArgumentParser;
import dev.labctl.cli.Invocation;
import dev.labctl.cli.OutputOptions;
import dev.labctl.cli.ReaderEnvironment;
import dev.labctl.command.CommandRunner;
import dev.labctl.command.planner.Versions;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Labs;
import dev.labctl.doctor.Doctor;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ChaptersFolder;
import dev.labctl.lease.Leases;
import dev.labctl.output.ReportDisplay;
import dev.labctl.output.ReportWriter;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.progress.LiveProgress;
import dev.labctl.output.progress.PlainProgress;
import dev.labctl.output.text.Style;
import dev.labctl.process.Executables;
import dev.labctl.process.ProcessRunner;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import dev.labctl.report.StepListener;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The composition root: the only place that knows every part. */
public final class App {
    private final RuntimeEnvironment runtime;

    private App(RuntimeEnvironment runtime) {
        this.runtime = runtime;
    }

    /**
     * The whole program: from its arguments to what it writes.
     *
     * @return the exit code
     */
    public static int run(RuntimeEnvironment runtime, String... args) {
        int code = new App(runtime).run(args);
        runtime.out().flush();
        runtime.err().flush();
        return code;
    }

    private int run(String... args) {
        Invocation invocation = parser().parse(args);
        if (invocation instanceof Invocation.Information information) {
            runtime.out().print(information.text());
            return 0;
        }
        Invocation.Call call = (Invocation.Call) invocation;
        runtime.err().print(call.usage());
        Report report = FileWriter.write(report(call), call.request().files(), new Redaction(userHome()));
        writer(call.output()).write(report, call.output().format());
        return report.exitCode().number();
    }

    private ArgumentParser parser() {
        return new ArgumentParser(
                new ReaderEnvironment(runtime.environment(), runtime.workingDirectory()),
                version(),
                runtime.outStyle().width(),
                runtime.outStyle().colour());
    }

    /** As the build wrote it down. */
    private static String version() {
        Properties build = new Properties();
        try (InputStream in = App.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties is part of the jar", e);
        }
        return build.getProperty("version");
    }

    private Report report(Invocation.Call call) {
        StepListener progress = progress(call.output());
        try {
            return CommandRunner.run(
                    call.request().command(),
                    context(call, progress),
                    call.output().verbose());
        } finally {
            if (progress instanceof LiveProgress live) {
                live.close();
            }
        }
    }

    private CommandContext context(Invocation.Call call, StepListener progress) {
        Platform platform = Platform.of(runtime.osName());
        Tools tools = new Tools(new Executables(runtime.environment(), runtime.osName()), platform);
        ProcessRunner runner = call.output().verbose() ? narrated(progress) : runtime.runner();
        return new CommandContext(
                new Labs(() -> new Catalogue(chapters(call.request().chapters())), platform),
                new ClusterProviders(
                        home(),
                        StateFolder.of(runtime.environment(), home()),
                        tools,
                        runner,
                        runtime.processes(),
                        runtime.environment(),
                        runtime.time()),
                new Doctor(tools, runner, runtime.environment(), runtime.root()),
                runtime.time(),
                progress,
                new TerminalConfirmation(runtime.keyboard(), runtime.err()),
                new ReportDisplay(runtime.out(), style(call.output(), runtime.outStyle()), writer(call.output())),
                Versions.PINNED,
                new Leases(runtime.processes(), System.getProperty("user.name")));
    }

    /** Reports each command before it runs, as a user would type it. */
    private ProcessRunner narrated(StepListener progress) {
        return (command, deadline, lines) -> {
            progress.output("$ " + command.line());
            return runtime.runner().run(command, deadline, lines);
        };
    }

    private Path chapters(Optional<Path> given) {
        return ChaptersFolder.find(given, runtime.environment(), runtime.workingDirectory(), runtime.home());
    }

    private Path home() {
        return Path.of(runtime.environment().getOrDefault("HOME", System.getProperty("user.home")));
    }

    private StepListener progress(OutputOptions output) {
        if (output.quiet()) {
            return StepListener.NONE;
        }
        Style style = style(output, runtime.errStyle());
        return style.live()
                ? new LiveProgress(runtime.err(), style, output.verbose(), runtime.time())
                : new PlainProgress(runtime.err(), output.verbose());
    }

    private ReportWriter writer(OutputOptions output) {
        return new ReportWriter(
                runtime.out(), runtime.err(), style(output, runtime.outStyle()), style(output, runtime.errStyle()));
    }

    /** The reader's home folder as paths have it; empty where the environment does not tell. */
    private String userHome() {
        return runtime.environment().getOrDefault("HOME", runtime.environment().getOrDefault("USERPROFILE", ""));
    }

    private static Style style(OutputOptions output, Style style) {
        return output.noColour() ? style.withoutColour() : style;
    }
}
