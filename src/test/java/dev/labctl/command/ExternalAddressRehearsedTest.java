package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.failure.Failure;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.report.ExplainView;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Service of type LoadBalancer on a cluster that has no load balancer, as kind's. */
class ExternalAddressRehearsedTest {
    private static final LabRef LAB = LabRef.of("chapter04", "external");
    private static final String SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
            + "spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}\n";
    private static final String POOL = "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: p}\n"
            + "spec: {blocks: [{cidr: 10.113.0.0/28}]}\n";

    @TempDir
    Path folder;

    private TestChapters chapters;
    private Rehearsed rehearsed;

    @BeforeEach
    void aLab() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/external/manifests/service.yaml", SERVICE);
        rehearsed = new Rehearsed(folder.resolve("state"), 5, chapters.root(), ClusterName.BOOK);
    }

    private Explanation explained() {
        return ((ExplainView) rehearsed
                        .commands()
                        .explain(rehearsed.target("explain", Optional.empty()), Optional.of("service/web"))
                        .result())
                .explanations().stream()
                        .filter(one -> one.reason().equals("NO_EXTERNAL_ADDRESS"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void withoutAPoolItIsToldAndExplained() {
        Failure failure = rehearsed.attempt(LAB).failure().orElseThrow();

        assertThat(failure.message())
                .isEqualTo(
                        "Service default/web gets no external address: there is no CiliumLoadBalancerIPPool, and kind"
                                + " has no load balancer of its own");
        assertThat(explained().symptom()).isEqualTo("Service default/web has no external address.");
        assertThat(explained().evidence())
                .containsExactly(
                        "Service default/web: status.loadBalancer has no ingress", "CiliumLoadBalancerIPPools: none");
        assertThat(explained().advice().toString()).contains("kind: CiliumLoadBalancerIPPool");
    }

    /** Cilium would give one; a rehearsal does not. */
    @Test
    void withAPoolARehearsalDoesNotWaitForOne() {
        chapters.file("chapter04/external/manifests/pool.yaml", POOL);

        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
    }
}
