package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import dev.labctl.steps.FakeProvider;
import dev.labctl.steps.Stage;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch over a cluster in memory, whose time is a test's. */
class AddressWatchTest {
    @TempDir
    Path folder;

    private final Shown shown = new Shown();
    private Stage stage;

    @BeforeEach
    void aNodeWithABlock() {
        stage = new Stage(folder)
                .has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"
                        + "data: {ipam: cluster-pool, enable-ipv4: 'true'}\n")
                .has("apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n")
                .has("apiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\n"
                        + "spec: {ipam: {podCIDRs: [10.0.0.0/29]}}\n");
    }

    private static KubeObject pod(String ip) {
        return Stage.objects("apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: default}\n"
                        + "spec: {nodeName: n1}\nstatus: {podIPs: [{ip: " + ip + "}]}\n")
                .get(0);
    }

    /** A time in which something happens with each sleep. */
    private record Eventful(TimeSource time, IntConsumer each, AtomicInteger sleeps) implements TimeSource {
        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
            each.accept(sleeps.incrementAndGet());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Report watch(Duration timeout, IntConsumer each) {
        FakeProvider provider = new FakeProvider(new Eventful(stage.time(), each, new AtomicInteger()), stage.api());
        provider.has(
                Stage.CLUSTER,
                new Managed(
                        LabRecord.of(stage.spec()),
                        new ClusterFacts(1, 1, "v1.33.12", "ipv4", true, false),
                        new CiliumState(
                                Optional.of(new CiliumState.Release(1, "deployed")),
                                Optional.of(new IpamSettings("cluster-pool", Family.IPV4)))));
        return new TestedCommands(stage.context(provider, shown))
                .watch(stage.target("ipam", Optional.empty(), timeout));
    }

    private List<Integer> used() {
        return shown.reports().stream()
                .map(report -> ((IpamView) report.result())
                        .addresses()
                        .nodes()
                        .get(0)
                        .blocks()
                        .get(0)
                        .addresses()
                        .size())
                .toList();
    }

    @Test
    void whatChangesIsShownAndWhatDoesNotIsNot() {
        Report report = watch(Duration.ofSeconds(20), sleep -> {
            if (sleep == 3) {
                stage.has(pod("10.0.0.1"));
            }
            if (sleep == 6) {
                stage.api().remove(ObjectRef.namespaced("v1", "Pod", "default", "web"));
            }
        });

        assertThat(report.failure()).isEmpty();
        assertThat(report.result()).as("it was shown already").isEqualTo(Result.NONE);
        assertThat(used()).containsExactly(0, 1, 0);
        assertThat(shown.reports().get(1).message()).isEqualTo("Unchanged since 2026-11-23T10:00:06Z; Ctrl-C ends.");
        assertThat(stage.time().now()).isEqualTo(Instant.parse("2026-11-23T10:00:20Z"));
    }

    /** Kubelet's next attempt has another sandbox, and that is all. */
    @Test
    void anotherAttemptIsNoChange() {
        stage.has(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: default, uid: u}\nspec: {nodeName: n1}\n");

        watch(Duration.ofSeconds(20), sleep -> {
            stage.api().remove(ObjectRef.namespaced("v1", "Event", "default", "e" + (sleep - 1)));
            String text =
                    IpamTexts.podEvent(String.valueOf(sleep % 10).repeat(64), sleep < 5 ? "range is full" : "other");
            stage.has("apiVersion: v1\nkind: Event\nmetadata: {name: e" + sleep
                    + ", namespace: default}\ntype: Warning\n" + "involvedObject: {uid: u}\nmessage: '" + text + "'\n");
        });

        assertThat(shown.reports().stream().map(report -> ((IpamView) report.result())
                        .map()
                        .stuck()
                        .get(0)
                        .words()))
                .containsExactly("", "range is full", "other");
    }

    @Test
    void theReaderEndsIt() {
        Report report = watch(Duration.ofDays(36_500), sleep -> {
            if (sleep == 5) {
                Thread.currentThread().interrupt();
            }
        });
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(report.exitCode().number()).isEqualTo(130);
        assertThat(used()).containsExactly(0);
    }
}
