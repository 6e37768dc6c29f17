package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.JdkProcessRunner;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A reader's terminal: the repository as working directory, labctl on the PATH, a kubeconfig and a state of its own. */
public final class Shell {
    static final Path REPOSITORY = Path.of("").toAbsolutePath();

    private static final Path BASH = Path.of("/bin/bash");

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    public Shell(Path folder) {
        environment.put("PATH", REPOSITORY + File.pathSeparator + System.getenv("PATH"));
        environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** What came of a script. */
    public record Ended(String script, int exit, String out, String err) {
        Ended succeeds() {
            return exits(0);
        }

        Ended exits(int code) {
            assertThat(exit)
                    .as("exit code of\n%s\n--- stdout\n%s\n--- stderr\n%s", script, out, err)
                    .isEqualTo(code);
            return this;
        }
    }

    /** Runs lines of bash; the first that fails ends them. */
    public Ended run(String script) {
        List<String> arguments = new ArrayList<>(List.of("-e", "-o", "pipefail", "-c", script));
        ProcessSpec command = ProcessSpec.of(BASH, arguments).with(environment);
        ProcessResult result = new JdkProcessRunner(System.getenv())
                .run(command, Deadline.in(Duration.ofMinutes(Patience.MINUTES), TimeSource.system()), line -> {});
        if (result instanceof ProcessResult.Succeeded) {
            return new Ended(script, 0, result.stdout().text(), result.stderr().text());
        }
        if (result instanceof ProcessResult.Failed failed) {
            return new Ended(
                    script,
                    failed.exitCode(),
                    result.stdout().text(),
                    result.stderr().text());
        }
        throw new AssertionError(result.getClass().getSimpleName() + ": " + script + "\n"
                + result.stdout().text() + "\n" + result.stderr().text());
    }

    /** Deletes a cluster that may be there, also where Docker cannot end a node because a process in it is frozen. */
    void deleteCluster(String name) {
        String delete = "kind delete cluster --name " + name;
        if (run(delete).err().contains("did not receive an exit event")) {
            run("find /sys/fs/cgroup/freezer/docker -name freezer.state -exec sh -c 'echo THAWED >$0' {} \\;");
            run(delete).succeeds();
        }
    }

    /** Fails where a tool is missing: a tier that was asked for is not skipped. */
    static void needs(String... programs) {
        for (String program : programs) {
            boolean there = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            assertThat(there)
                    .as("the e2e tier needs " + program + " on the PATH")
                    .isTrue();
        }
    }

    /** Fails where a cluster of that name is there: it is not this test's to delete. */
    void needsNoCluster(String name) {
        assertThat(run("kind get clusters").succeeds().out().lines())
                .as("a cluster named " + name + " is in the way: delete it first")
                .doesNotContain(name);
    }
}
