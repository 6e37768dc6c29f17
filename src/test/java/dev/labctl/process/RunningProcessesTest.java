package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.RunningProcesses.Child;
import dev.labctl.process.RunningProcesses.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningProcessesTest {
    private final RunningProcesses processes = new RunningProcesses.ThisMachine();

    @Test
    void thisProcessRuns() {
        Identity self = processes.self();

        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(processes.runs(self)).isTrue();
    }

    @Test
    void aProcessIdAloneDoesNotIdentifyAProcess() {
        Identity self = processes.self();

        assertThat(processes.runs(new Identity(self.host(), self.pid(), Optional.of(Instant.EPOCH))))
                .isFalse();
        assertThat(processes.runs(new Identity("another-host", self.pid(), self.started())))
                .isFalse();
        assertThat(processes.runs(new Identity(self.host(), -1, Optional.empty())))
                .isFalse();
    }

    /** Its parent never asks how it ended, as the first process of many containers never does. */
    @Test
    void aProcessThatHasEndedDoesNotRunAlthoughItsParentHasNotNoticed() throws IOException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 300.75 & echo $!; exec sleep 300").start();
        try {
            long pid = Long.parseLong(parent.inputReader(StandardCharsets.UTF_8).readLine());
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
            Identity identity =
                    new Identity(processes.self().host(), pid, child.info().startInstant());
            assertThat(processes.runs(identity)).isTrue();

            child.destroyForcibly();

            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (processes.runs(identity)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void findsAndEndsOnlyProcessesThatRunAProgramWithTheseArguments() throws IOException, InterruptedException {
        Process meant = new ProcessBuilder("sleep", "300.25", "1").start();
        Process other = new ProcessBuilder("sleep", "300.5", "1").start();
        try {
            List<Child> found = processes.running("sleep", arguments -> arguments.equals(List.of("300.25", "1")));

            assertThat(found).containsExactly(new Child(meant.pid(), false));
            processes.end(found);
            assertThat(meant.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            meant.destroyForcibly();
            other.destroyForcibly();
        }
    }

    /** What started it has ended, or is no program that waits for it as labctl does. */
    @Test
    void aProcessThatAnEndedOneHasStartedIsAnOrphan() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 300.125 & true").start();
        assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();

        List<Child> found = processes.running("sleep", arguments -> arguments.equals(List.of("300.125")));

        assertThat(found).singleElement().extracting(Child::orphan).isEqualTo(true);
        processes.end(found);
        assertThat(processes.running("sleep", arguments -> arguments.equals(List.of("300.125"))))
                .isEmpty();
    }
}
