package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.RunningProcesses.Identity;
import java.io.IOException;
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

    @Test
    void endsOnlyProcessesThatRunAProgramWithTheseArguments() throws IOException, InterruptedException {
        Process meant = new ProcessBuilder("sleep", "300.25", "1").start();
        Process other = new ProcessBuilder("sleep", "300.5", "1").start();
        try {
            processes.end("sleep", List.of("300.25"));

            assertThat(meant.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            meant.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
