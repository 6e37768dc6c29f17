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
        long t0 = System.nanoTime();
        Rehearsed r = new Rehearsed(state, 7);
        List<StepReport> steps = r.run(LabRef.of("chapter04", "cluster-scope-ipam-small"));
        steps.forEach(System.out::println);
        System.out.println((System.nanoTime() - t0) / 1e6 + " ms");
        r.look(api -> {
            api.list("v1", "Pod", Optional.empty(), Map.of())
                    .forEach(p -> System.out.println(p.name() + " " + p.text("spec", "nodeName") + " "
                            + p.text("status", "phase") + " " + p.list("status", "podIPs")));
            api.list("v1", "Event", Optional.empty(), Map.of()).forEach(p -> System.out.println(p.tree()));
            api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of())
                    .forEach(p -> System.out.println(p.tree()));
            api.list("v1", "Node", Optional.empty(), Map.of()).forEach(p -> System.out.println(p.tree()));
            return null;
        });
        assertThat(steps).isNotEmpty();
    }
}
