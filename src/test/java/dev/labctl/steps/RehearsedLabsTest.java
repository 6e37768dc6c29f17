package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.LabRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsedLabsTest {
    @TempDir
    Path state;

    @Test
    void small() {
        for (String lab : List.of(
                "multi-pool-ipam",
                "ipv4-ipv6-support/dual-stack",
                "ipv4-ipv6-support/ipv6-only",
                "kubernetes-ipam",
                "cluster-scope-ipam",
                "cluster-scope-ipam-small")) {
            long t0 = System.nanoTime();
            Rehearsed r = new Rehearsed(state.resolve(lab), 7);
            List<StepReport> steps = r.run(LabRef.of("chapter04", lab));
            System.out.println("=== " + lab);
            steps.forEach(System.out::println);
            System.out.println((System.nanoTime() - t0) / 1e6 + " ms");
            r.look(api -> {
                api.list("v1", "Pod", Optional.empty(), Map.of()).stream()
                        .filter(p -> !p.text("spec", "hostNetwork").isPresent())
                        .forEach(p -> System.out.println(p.name() + " " + p.text("spec", "nodeName") + " "
                                + p.text("status", "phase") + " " + p.list("status", "podIPs")));
                api.list("v1", "Event", Optional.of("acme-corp"), Map.of())
                        .forEach(p -> System.out.println(p.name() + p.text("message") + p.text("count")));
                api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of())
                        .forEach(p -> System.out.println(
                                p.name() + p.tree().get("spec") + p.tree().get("status")));
                api.list("v1", "Service", Optional.empty(), Map.of())
                        .forEach(p -> System.out.println(p.name() + p.tree().get("spec")));
                return null;
            });
            assertThat(steps).isNotEmpty();
        }
    }
}
