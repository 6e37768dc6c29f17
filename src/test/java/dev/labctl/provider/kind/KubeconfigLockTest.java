package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.FakeProcesses;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several programs write one kubeconfig, and some are killed while they do. */
class KubeconfigLockTest {
    private static final ProcessSpec KIND = ProcessSpec.of(Path.of("/usr/bin/kind"), List.of("export", "kubeconfig"));

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> said = new ArrayList<>();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("config.lock");
    }

    private Operation operation() {
        return new Operation(Deadline.in(Duration.ofMinutes(1), time), said::add, line -> {});
    }

    /** What kind does: it fails at once where the file is there. */
    private ProcessResult kind() {
        try {
            Files.createFile(file);
            Files.delete(file);
            return ScriptedRunner.succeeded(KIND, "");
        } catch (IOException e) {
            return locked(file);
        }
    }

    private static ProcessResult locked(Path file) {
        return new ProcessResult.Failed(
                KIND,
                1,
                Output.EMPTY,
                new Output("ERROR: failed to lock config file: open " + file + ": file exists\n"));
    }

    private ProcessResult run() {
        return new KubeconfigLock(processes).run(this::kind, operation());
    }

    private void left(Duration age) throws IOException {
        Files.createFile(file);
        Files.setLastModifiedTime(file, FileTime.from(time.now().minus(age)));
    }

    @Test
    void aLockThatIsInUseIsWaitedFor() {
        List<ProcessResult> answers =
                new ArrayList<>(List.of(locked(file), locked(file), ScriptedRunner.succeeded(KIND, "")));

        ProcessResult result = new KubeconfigLock(processes).run(() -> answers.remove(0), operation());

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(answers).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void aLockFileThatAKilledKindLeftIsDeletedOnceItIsOld() throws IOException {
        left(Duration.ofSeconds(2));
        Instant start = time.now();

        assertThat(run()).isInstanceOf(ProcessResult.Succeeded.class);

        assertThat(said)
                .containsExactly("deleted " + file + ", which a kind or kubectl that was killed had left behind");
        assertThat(file).doesNotExist();
        assertThat(Duration.between(start, time.now())).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind create cluster --name other", "kubectl config use-context kind-other"})
    void whileSomethingRunsThatMayHoldItTheLockFileStays(String line) throws IOException {
        processes.running(line, false);
        left(Duration.ofHours(1));

        assertThat(KindFailure.isKubeconfigLocked(run())).isTrue();

        assertThat(file).exists();
        assertThat(said).isEmpty();
    }

    /** kind's is empty. */
    @Test
    void aFileThatIsNoLockStays() throws IOException {
        Files.writeString(file, "the reader's own");
        Files.setLastModifiedTime(file, FileTime.from(time.now().minus(Duration.ofHours(1))));

        assertThat(KindFailure.isKubeconfigLocked(run())).isTrue();

        assertThat(file).hasContent("the reader's own");
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        List<ProcessResult> answers = new ArrayList<>(
                List.of(new ProcessResult.Failed(KIND, 1, Output.EMPTY, new Output("ERROR: no such cluster"))));

        assertThat(new KubeconfigLock(processes).run(() -> answers.remove(0), operation()))
                .isInstanceOf(ProcessResult.Failed.class);
    }

    /** kind reads, adds its context, and writes, all under the lock. */
    @Test
    void ofFourThatWriteOneKubeconfigAtOnceEachWrites() throws Exception {
        Set<String> written = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ProcessResult>> all = new ArrayList<>();
            for (String cluster : List.of("a", "b", "c", "d")) {
                Operation own =
                        new Operation(Deadline.in(Duration.ofMinutes(1), TimeSource.system()), line -> {}, line -> {});
                all.add(() -> new KubeconfigLock(processes)
                        .run(
                                () -> {
                                    ProcessResult result = kind();
                                    if (result instanceof ProcessResult.Succeeded) {
                                        written.add(cluster);
                                    }
                                    return result;
                                },
                                own));
            }
            for (Future<ProcessResult> result : threads.invokeAll(all)) {
                assertThat(result.get()).isInstanceOf(ProcessResult.Succeeded.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(written).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(file).doesNotExist();
    }
}
