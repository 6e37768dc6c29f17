package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Confirmation;
import dev.labctl.command.session.Target;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Halted;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.report.DryRunView;
import dev.labctl.report.Report;
import dev.labctl.steps.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that labctl did not create is lost only to a reader who said so, and was told what is lost. */
class ReplaceForeignTest {
    private static final ClusterFacts FACTS = new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, true);
    private static final String NAME = Stage.CLUSTER.value();

    @TempDir
    Path folder;

    private Stage stage;
    private final List<String> shown = new ArrayList<>();

    @BeforeEach
    void someoneElsesCluster() {
        stage = new Stage(folder);
        stage.provider().has(Stage.CLUSTER, new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()));
        stage.has("apiVersion: v1\nkind: Node\nmetadata: {name: n1, creationTimestamp: \"" + ago(Duration.ofDays(3))
                + "\"}\n---\n"
                + "apiVersion: v1\nkind: Node\nmetadata: {name: n2, creationTimestamp: \"" + ago(Duration.ofHours(5))
                + "\"}\n");
        List.of("default", "kube-system", "local-path-storage", "shop", "bank")
                .forEach(name -> stage.has("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n"));
        List.of("kube-system/dns", "shop/a", "shop/b", "default/c").forEach(pod -> stage.has(pod(pod.split("/", 2))));
    }

    private static String pod(String... name) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {namespace: " + name[0] + ", name: " + name[1] + "}\n";
    }

    private String ago(Duration age) {
        return stage.time().now().minus(age).toString();
    }

    private Report run(String command, Replacing replacing, boolean dryRun, Optional<String> answer) {
        CommandContext context = stage.commands().context();
        Confirmation terminal = (lines, prompt) -> {
            shown.addAll(lines);
            shown.add(prompt);
            return answer;
        };
        TestedCommands commands = new TestedCommands(
                new CommandContext(
                        context.labs(),
                        context.providers(),
                        context.doctor(),
                        context.time(),
                        context.listener(),
                        terminal,
                        context.display(),
                        context.versions(),
                        context.leases()),
                dryRun);
        Target target = stage.target(command, Optional.of(Stage.REF), Stage.TIMEOUT);
        return switch (command) {
            case "up" -> commands.up(target, replacing);
            case "run" -> commands.run(target, false, replacing);
            case "run --down" -> commands.run(target, true, replacing);
            case "reset" -> commands.reset(target, replacing);
            default -> throw new AssertionError(command);
        };
    }

    private Failure refused(String command, boolean dryRun) {
        Failure failure =
                run(command, Replacing.OWN, dryRun, Optional.empty()).failure().orElseThrow();
        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_NOT_OURS);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(stage.provider().calls()).containsOnly("close");
        return failure;
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "run --down", "reset"})
    void withoutATerminalItIsRefusedWithWhatWouldBeLost(String command) {
        Failure failure = refused(command, false);

        assertThat(failure.message())
                .isEqualTo("the cluster " + NAME + " was not created by labctl, so it is not replaced");
        assertThat(failure.details())
                .containsExactly(
                        "1 control-plane node and 2 worker nodes, Kubernetes v1.33.12, created 3 days ago",
                        "namespaces: bank and shop",
                        "4 pods: 1 in default and 2 in shop");
        assertThat(failure.next())
                .startsWith("Give the lab another name with --cluster")
                .contains("--replace-foreign");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "run --down", "reset"})
    void aDryRunAsksNothingAndIsRefusedLikewise(String command) {
        refused(command, true);

        assertThat(shown).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaid() {
        stage.provider()
                .has(
                        Stage.CLUSTER,
                        new ClusterState.Unreachable(
                                false,
                                "no answer",
                                Halted.nodes(HaltedNodes.Condition.STOPPED, "docker start n1", "n1")));
        assertThat(refused("up", false).details())
                .containsExactly("the node n1 is stopped, so what it holds cannot be read");

        stage.provider().has(Stage.CLUSTER, new ClusterState.Unreachable(false, "no answer"));
        assertThat(refused("up", false).details())
                .containsExactly("its API server does not answer, so what it holds cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "run --down", "reset"})
    void onATerminalTheReaderTypesItsName(String command) {
        Report other = run(command, Replacing.OWN, false, Optional.of("y"));
        assertThat(other.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_CONFIRMED));
        assertThat(stage.provider().calls()).containsOnly("close");
        assertThat(shown)
                .startsWith("The cluster " + NAME + " was not created by labctl. Replacing it deletes:")
                .contains("  namespaces: bank and shop")
                .endsWith("Type " + NAME + " to continue: ");

        // The stage has no tools, so what follows is not done; that it was begun shows what was agreed to.
        assertThat(run(command, Replacing.OWN, false, Optional.of(NAME)).failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.TOOL_MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "run --down", "reset"})
    void whoSaysSoBeforehandIsToldAndNotAsked(String command) {
        Report report = run(command, Replacing.ANY, true, Optional.empty());

        assertThat(((DryRunView) report.result()).steps())
                .extracting(DryRunView.Line::name)
                .contains("delete cluster", "create cluster");
        assertThat(stage.said()).contains("namespaces: bank and shop", "4 pods: 1 in default and 2 in shop");
        assertThat(shown).isEmpty();
        run("reset", Replacing.ANY, false, Optional.empty());
        assertThat(stage.provider().calls()).contains("delete " + NAME);
    }

    @Test
    void withoutRecreateNothingOfItIsAskedOrDeleted() {
        for (String command : List.of("up", "run")) {
            assertThat(run(command, Replacing.NOTHING, false, Optional.of(NAME)).failure())
                    .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_DIFFERS));
        }
        assertThat(shown).isEmpty();
        assertThat(stage.provider().calls()).containsOnly("close");
    }
}
