package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import dev.labctl.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address map of rehearsed labs, with the plan beside it. */
class AddressLooksTest {
    private static final LabRef SMALL = LabRef.of("chapter04", "cluster-scope-ipam-small");

    @TempDir
    Path folder;

    private static IpamView view(Report report) {
        return (IpamView) report.result();
    }

    private static Failure failure(Report report) {
        return report.failure().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes-ipam",
                "cluster-scope-ipam",
                "cluster-scope-ipam-small",
                "multi-pool-ipam",
                "ipv4-ipv6-support/dual-stack",
                "ipv4-ipv6-support/ipv6-only",
                "eni-mode"
            })
    void everyLabComesOutAsPlanned(String useCase) {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(LabRef.of("chapter04", useCase));
        // The pods of the system need no lab to wait for them.
        rehearsed.live(Duration.ofMinutes(5), api -> "");

        IpamView view = view(rehearsed.ipam());

        assertThat(view.facts()).isNotEmpty().allMatch(Fact::agrees);
        assertThat(view.map().nodes())
                .hasSize(useCase.equals("eni-mode") ? 2 : 3)
                .allSatisfy(node -> assertThat(node.blocks()).allSatisfy(block -> {
                    assertThat(block.addresses()).hasSizeLessThanOrEqualTo((int) block.usable());
                    assertThat(block.addresses())
                            .allMatch(address -> block.known().contains(address.ip()));
                }));
        assertThat(view.map().outsideBlocks()).isEmpty();
        assertThat(view.note()).isEmpty();
    }

    @Test
    void theStuckPodsAreOnTheFullNode() {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(SMALL);

        IpamView view = view(rehearsed.ipam());

        assertThat(view.map().stuck()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(pod -> {
            assertThat(pod.node()).contains("cilium-book-worker2");
            assertThat(pod.wantsAddress()).isTrue();
        });
        assertThat(view.map().stuck()).anyMatch(pod -> pod.words().equals("range is full"));
        assertThat(view.addresses().findings())
                .anySatisfy(finding -> {
                    assertThat(finding.reason()).isEqualTo("PODS_WITHOUT_ADDRESS");
                    assertThat(finding.message())
                            .endsWith("pods of default/nginx on cilium-book-worker2 have no address: range is full");
                })
                .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo("NODE_FULL"));
    }

    @Test
    void anotherLabThanTheClustersIsAnotherPlan() {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(SMALL);
        LabRef other = LabRef.of("chapter04", "cluster-scope-ipam");

        Report report = rehearsed.commands().ipam(rehearsed.target("ipam", Optional.of(other)), Optional.empty());

        assertThat(report.lab()).contains(other);
        assertThat(view(report).facts()).anyMatch(fact -> !fact.agrees());
        assertThat(view(report).note()).isEqualTo("Cilium was installed with other values than these.");
    }

    @Test
    void withoutTheLabsFilesThereIsAMapAllTheSame() throws IOException {
        new Rehearsed(folder, 7).run(SMALL);
        Path empty = Files.createDirectories(folder.resolve("chapters"));
        Rehearsed elsewhere = new Rehearsed(folder, 7, empty, ClusterName.BOOK);

        IpamView view = view(elsewhere.ipam());

        assertThat(view.plan()).isEmpty();
        assertThat(view.title()).isEqualTo("Cluster cilium-book");
        assertThat(view.note()).contains("chapter04");
        assertThat(view.addresses().nodes()).hasSize(3);
        assertThat(failure(elsewhere.commands().ipam(elsewhere.target("ipam", Optional.of(SMALL)), Optional.empty()))
                        .reason())
                .isEqualTo(Reason.CHAPTER_UNKNOWN);
    }

    @Test
    void oneNodeAlone() {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(SMALL);
        Target request = rehearsed.target("ipam", Optional.empty());

        Report one = rehearsed.commands().ipam(request, Optional.of("cilium-book-worker"));
        Report none = rehearsed.commands().ipam(request, Optional.of("cilium-book-worker3"));

        assertThat(view(one).addresses().nodes())
                .extracting(node -> node.name())
                .containsExactly("cilium-book-worker");
        assertThat(failure(none).message()).isEqualTo("there is no node cilium-book-worker3");
        assertThat(failure(none).next()).startsWith("Did you mean cilium-book-worker");
    }

    @Test
    void aClusterWithoutCiliumHasNoMap() {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        assertThat(rehearsed
                        .commands()
                        .up(rehearsed.target("up", Optional.of(SMALL)), Replacing.NOTHING)
                        .failure())
                .isEmpty();

        Failure failure =
                failure(rehearsed.commands().ipam(rehearsed.target("ipam", Optional.empty()), Optional.empty()));

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_MISSING);
        assertThat(failure.next()).contains("labctl cilium-install chapter04 --use-case cluster-scope-ipam-small");
    }

    @Test
    void theTimeOfARehearsalStandsStillSoThereIsNothingToWatch() {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(SMALL);

        Failure failure = failure(rehearsed.commands().watch(rehearsed.target("ipam", Optional.empty())));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_IN_REHEARSAL);
        assertThat(rehearsed.shown().reports()).isEmpty();
    }
}
