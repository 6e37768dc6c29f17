package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names and arguments that are wrong: whatever they are, the command ends with a report, no tool gets one of them as an option, and
 * nothing is written but to labctl's own folders.
 */
class ArgumentFuzzTest {
    private static final int IN_VERIFY = 150;

    private static final List<String> NAMES = List.of(
            "-x",
            "--",
            "-",
            "--kubeconfig=/tmp/x",
            "--config",
            "-o",
            "--name=other",
            "..",
            ".",
            "/",
            "../../x",
            "a/../../b",
            "/etc/passwd",
            "C:\\x",
            "",
            " ",
            "a b",
            "a'b",
            "$(id)",
            "`id`",
            "a;b",
            "a|b",
            "a\nb",
            "a\u0000b",
            "\u001b[2J",
            "ä",
            "A",
            "a.b",
            "a_b",
            "a-",
            "-a",
            "x".repeat(300),
            "\ud83d\ude80",
            "\ud800",
            "%s%n",
            "{}",
            "*",
            "~",
            "null",
            "cilium-book",
            "chapter04",
            "cluster-scope",
            "kind-cilium-book",
            "1",
            "0",
            "-1",
            "9223372036854775808",
            "1e9",
            "5m",
            "-5m",
            "1h1h",
            "pod/x",
            "deploy/../x",
            "default=1",
            "a=b=c",
            "a.b.c=1",
            "a[0]=1",
            "@/etc/passwd",
            "@",
            "\\",
            "\"",
            "con",
            "nul.txt");

    private static final List<String> COMMANDS = List.of(
            "up",
            "cilium-install",
            "apply",
            "verify",
            "run",
            "down",
            "reset",
            "delete",
            "cilium-uninstall",
            "wait",
            "logs",
            "status",
            "context",
            "list",
            "show",
            "plan",
            "ipam",
            "explain",
            "doctor",
            "help",
            "version",
            "completion");

    private static final List<String> OPTIONS = List.of(
            "-u",
            "--use-case",
            "--cluster",
            "--context",
            "--timeout",
            "--seed",
            "--set",
            "--nodes",
            "--replicas",
            "--from",
            "--node-image",
            "--cilium-version",
            "--node",
            "--tail",
            "--since",
            "--container",
            "--expect",
            "--clusters",
            "--chapters",
            "--instance-type",
            "-o",
            "--output");

    private static final List<String> FLAGS = List.of(
            "--rehearse",
            "--dry-run",
            "-v",
            "-q",
            "--no-color",
            "--recreate",
            "--all",
            "--yes",
            "--fix",
            "--follow",
            "--previous");

    @TempDir
    Path folder;

    private Console labctl;
    private final Set<String> injected = new TreeSet<>();

    @BeforeEach
    void machine() {
        labctl = new Console(folder);
    }

    @Test
    void noArgumentBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Set<Path> before = files();
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            List<String> names = new ArrayList<>();
            List<String> line = line(random, names);
            faults.run("arguments-" + number, line, Map::of, tools(names));
            Set<Path> written = files();
            written.removeAll(before);
            assertThat(written).as("written by case " + number + ": " + line).isEmpty();
        });
        assertThat(faults.found()).isEmpty();
        assertThat(injected).isEmpty();
    }

    private static List<String> line(Random random, List<String> names) {
        List<String> line = new ArrayList<>(List.of(COMMANDS.get(random.nextInt(COMMANDS.size()))));
        if (random.nextInt(3) > 0) {
            line.addAll(List.of("chapter04", "-u", "cluster-scope"));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (random.nextInt(4) > 0) {
                line.add(OPTIONS.get(random.nextInt(OPTIONS.size())));
            }
            String name = name(random);
            names.add(name);
            line.add(name);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            line.add(FLAGS.get(random.nextInt(FLAGS.size())));
        }
        line.addAll(List.of("--timeout", "30s"));
        return line;
    }

    private static String name(Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return random.nextInt(4) == 0 ? name + NAMES.get(random.nextInt(NAMES.size())) : name;
    }

    /** Tools that know no cluster; what they get as an option must be labctl's own. */
    private ProcessRunner tools(List<String> names) {
        return (command, deadline, lines) -> {
            command.arguments().stream()
                    .filter(argument -> argument.length() > 2 && argument.startsWith("-") && names.contains(argument))
                    .forEach(argument -> injected.add(command.line()));
            return new ProcessResult.Failed(command, 1, Output.EMPTY, new Output("no"));
        };
    }

    /** All but those in labctl's own folders. */
    private Set<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("home/.local/state/labctl"))
                            && !file.startsWith(folder.resolve("home/.cache/labctl")))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
