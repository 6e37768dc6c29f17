package dev.labctl;

import dev.labctl.output.text.Style;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.time.TimeSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything outside the program that it works with; tests hand in their own.
 *
 * @param keyboard where the reader types; empty where labctl cannot ask, because standard input or error is no terminal
 * @param outStyle what standard output can show
 * @param errStyle what standard error can show
 * @param home where labctl is installed, with its chapters
 * @param root the file system's root, for looking at the machine
 */
public record RuntimeEnvironment(
        PrintStream out,
        PrintStream err,
        Optional<InputStream> keyboard,
        Style outStyle,
        Style errStyle,
        Map<String, String> environment,
        Path workingDirectory,
        Optional<Path> home,
        String osName,
        Path root,
        TimeSource time,
        ProcessRunner runner,
        RunningProcesses processes) {
    /** The launcher knows what the JVM cannot find out: whether its streams are terminals, and how wide. */
    private static final String PROPERTIES = "labctl.";

    static RuntimeEnvironment ofThisProcess(ProcessRunner runner) {
        Map<String, String> environment = System.getenv();
        return new RuntimeEnvironment(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Optional.of(System.in)
                        .filter(in -> Boolean.getBoolean(PROPERTIES + "in.tty")
                                && Boolean.getBoolean(PROPERTIES + "err.tty")),
                style(environment, Boolean.getBoolean(PROPERTIES + "out.tty")),
                style(environment, Boolean.getBoolean(PROPERTIES + "err.tty")),
                environment,
                Path.of("").toAbsolutePath(),
                Optional.ofNullable(System.getProperty(PROPERTIES + "home")).map(Path::of),
                System.getProperty("os.name"),
                Path.of("/"),
                TimeSource.system(),
                runner,
                new RunningProcesses.ThisMachine());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    static Style style(Map<String, String> environment, boolean tty) {
        boolean dumb = "dumb".equals(environment.get("TERM")) || environment.containsKey("CI");
        boolean live = tty && !dumb;
        boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        int columns = Integer.getInteger(PROPERTIES + "columns", 0);
        // A terminal of unknown size reports 0.
        return new Style(colour, unicode(environment), live, columns > 0 ? columns : Style.PLAIN.width());
    }

    private static boolean unicode(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(locale -> !locale.isEmpty())
                .findFirst()
                .filter(locale ->
                        locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .isPresent();
    }
}
