package dev.labctl.process;

import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program like labctl: runs the script in its argument and ends it in a shutdown hook. */
final class HookedProgram {
    private HookedProgram() {}

    public static void main(String[] arguments) {
        JdkProcessRunner runner = new JdkProcessRunner(System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(runner::endAll));
        System.out.println("jvm " + ProcessHandle.current().pid());
        runner.run(
                Children.sh(arguments[0]),
                Deadline.in(Duration.ofMinutes(1), TimeSource.system()),
                System.out::println);
    }

    static String classPath() {
        return Stream.of(JdkProcessRunner.class, HookedProgram.class)
                .map(HookedProgram::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
