package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.command.CommandRunner;
import dev.labctl.command.Shown;
import dev.labctl.failure.ExitCode;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report;
import dev.labctl.steps.FakeProvider;
import dev.labctl.steps.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No command changes a cluster that labctl did not create, nor the current context, whatever its options. */
class ForeignClusterTest {
    private static final ClusterFacts FACTS = new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, true);
    private static final ClusterName FOREIGN = new ClusterName("foreign");

    private static final String LAB = " chapter04 --use-case case --cluster foreign";
    private static final String CLUSTER = " --cluster foreign";

    /** The calls of each command on the foreign cluster; of those that work on no cluster, none. */
    private static final Map<String, List<String>> CALLS = Map.ofEntries(
            Map.entry("up", List.of("up" + LAB, "up --recreate" + LAB, "up --dry-run" + LAB)),
            Map.entry("cilium-install", List.of("cilium-install" + LAB, "cilium-install --dry-run" + LAB)),
            Map.entry(
                    "apply", List.of("apply" + LAB, "apply --force-conflicts --prune" + LAB, "apply --dry-run" + LAB)),
            Map.entry("wait", List.of("wait" + LAB, "wait" + CLUSTER)),
            Map.entry("verify", List.of("verify" + LAB, "verify" + CLUSTER)),
            Map.entry("run", List.of("run" + LAB, "run --recreate" + LAB, "run --down" + LAB, "run --dry-run" + LAB)),
            Map.entry("down", List.of("down" + CLUSTER, "down --all", "down --all --dry-run")),
            Map.entry("reset", List.of("reset" + LAB, "reset" + CLUSTER)),
            Map.entry("delete", List.of("delete" + LAB, "delete --yes" + LAB, "delete" + CLUSTER)),
            Map.entry("cilium-uninstall", List.of("cilium-uninstall" + CLUSTER, "cilium-uninstall --yes" + CLUSTER)),
            Map.entry("status", List.of("status" + CLUSTER, "status --all")),
            Map.entry("diff", List.of("diff" + LAB, "diff --prune --exit-code" + LAB, "diff" + CLUSTER)),
            Map.entry("ipam", List.of("ipam" + CLUSTER)),
            Map.entry("explain", List.of("explain" + CLUSTER)),
            Map.entry("logs", List.of("logs" + CLUSTER)),
            Map.entry("context", List.of("context" + CLUSTER)),
            Map.entry("list", List.of()),
            Map.entry("show", List.of()),
            Map.entry("plan", List.of()),
            Map.entry("doctor", List.of()));

    @TempDir
    Path folder;

    private Stage stage;
    private FakeProvider provider;

    /** Every write is a defect. */
    private static final class ReadOnly extends FakeApi {
        private static AssertionError written(Object what) {
            return new AssertionError("a foreign cluster was changed: " + what);
        }

        @Override
        public synchronized KubeObject apply(KubeObject object, boolean force) {
            throw written(object.ref());
        }

        @Override
        public synchronized Optional<KubeObject> create(KubeObject object) {
            throw written(object.ref());
        }

        @Override
        public synchronized Optional<KubeObject> replace(KubeObject object) {
            throw written(object.ref());
        }

        @Override
        public synchronized boolean deleteUnchanged(KubeObject object) {
            throw written(object.ref());
        }

        @Override
        public synchronized boolean delete(ObjectRef ref) {
            throw written(ref);
        }

        @Override
        public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
            throw written(argv);
        }
    }

    @BeforeEach
    void someoneElsesCluster() {
        stage = new Stage(folder).manifest("one.yaml", TestChapters.CONFIG_MAP);
        FakeApi api = new ReadOnly().hasServiceAccount("default");
        api.has(FakeApi.object("v1", "Node", null, "n1", Map.of()));
        Stage.objects(TestChapters.CONFIG_MAP).forEach(api::has);
        provider = new FakeProvider(stage.time(), api)
                .has(
                        FOREIGN,
                        new ClusterState.Foreign(
                                false,
                                FACTS,
                                new CiliumState(Optional.of(new Release(1, "deployed")), Optional.empty()),
                                Optional.empty()));
    }

    private Report run(String line) {
        ArgumentParser parser = new ArgumentParser(new ReaderEnvironment(Map.of(), folder), "1.0", 120, false);
        Invocation parsed = parser.parse(line.split(" ", -1));
        assertThat(parsed).as(line).isInstanceOf(Invocation.Call.class);
        return CommandRunner.run(
                ((Invocation.Call) parsed).request().command(), stage.context(provider, new Shown()), true);
    }

    static Stream<String> calls() {
        return CALLS.values().stream().flatMap(List::stream);
    }

    @Test
    void everyCommandIsAmongThem() {
        assertThat(CALLS.keySet()).containsExactlyInAnyOrderElementsOf(Commands.NAMES);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void itStaysAsItIs(String line) {
        Report report = run(line);

        assertThat(report.exitCode()).as(report.failure().toString()).isNotEqualTo(ExitCode.BUG);
        assertThat(provider.calls()).containsOnly("close");
    }

    @Test
    void downAllDeletesTheClustersOfLabctlAlone() {
        ClusterName own = new ClusterName("own");
        LabRecord record = LabRecord.of(stage.spec());
        FakeProvider both = new FakeProvider(stage.time())
                .has(FOREIGN, new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()))
                .has(own, new ClusterState.Managed(record, FACTS, CiliumState.NONE));
        provider = both;

        assertThat(run("down --all").failure()).isEmpty();

        assertThat(both.calls()).containsExactly("delete own", "close");
    }
}
