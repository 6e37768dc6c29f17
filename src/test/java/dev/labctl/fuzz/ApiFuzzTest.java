package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.HttpApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of an API server that are damaged: whatever it answers, the commands on its cluster end with a report. */
class ApiFuzzTest {
    private static final int IN_VERIFY = 4;
    private static final List<String> RECORDED =
            List.of("workload-troubles", "small-exhausted", "multi-pool-troubles", "agent-crashes-node-down");
    private static final int MANY = 300;

    /** Objects as they were recorded, of which each answer changes some. */
    private static final class DamagedApi extends FakeApi {
        private final long number;

        DamagedApi(long number) {
            this.number = number;
        }

        @Override
        public Optional<KubeObject> get(ObjectRef ref) {
            return super.get(ref).map(this::damaged);
        }

        @Override
        public List<KubeObject> list(
                String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
            List<KubeObject> objects = new ArrayList<>(super.list(apiVersion, kind, namespace, labels).stream()
                    .map(this::damaged)
                    .toList());
            if (!objects.isEmpty() && new Random(number + kind.hashCode()).nextInt(20) == 0) {
                objects.addAll(Collections.nCopies(MANY, objects.get(0)));
            }
            return objects;
        }

        /** In the same way whenever it is asked for; who it is stays. */
        private KubeObject damaged(KubeObject object) {
            Random random = new Random(number + object.ref().toString().hashCode());
            Map<String, Object> content = Tree.without(object.tree(), "metadata");
            Object tree = content;
            for (int i = random.nextInt(4); i > 1; i--) {
                tree = Tree.map(tree).isEmpty() ? tree : TreeMutation.of(tree, random);
            }
            return new KubeObject(Tree.with(Tree.map(tree), Tree.map(object.tree(), "metadata"), "metadata"));
        }
    }

    @TempDir
    Path folder;

    private Console labctl;

    @BeforeEach
    void machine() {
        labctl = new Console(folder);
        labctl.environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    }

    @Test
    void noAnswerOfAnApiServerBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            DamagedApi api = new DamagedApi(number);
            Tree.list(
                            Recordings.read(RECORDED.get(random.nextInt(RECORDED.size())))
                                    .tree(),
                            "objects")
                    .forEach(object -> api.has(new KubeObject(Tree.map(object))));
            try (HttpApi server = new HttpApi(api)) {
                Fuzzing.write(folder.resolve("kubeconfig"), server.kubeconfig("prod"));
                for (String command : List.of(
                        "status",
                        "ipam",
                        "explain",
                        "verify chapter04 -u cluster-scope",
                        "apply chapter04 -u cluster-scope")) {
                    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
                    line.addAll(List.of("--context", "prod", "--timeout", "20s", "-v", "-o", Fuzzing.format(random)));
                    faults.run(
                            "api-" + number,
                            line,
                            Map::of,
                            (tool, deadline, lines) ->
                                    new ProcessResult.Failed(tool, 1, Output.EMPTY, new Output("no")));
                }
            }
        });
        assertThat(faults.found()).isEmpty();
    }
}
