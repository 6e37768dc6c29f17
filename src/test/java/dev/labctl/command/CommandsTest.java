package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.Target;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.logs.LogQuery;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Halted;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.DryRunView;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.StatusView;
import dev.labctl.report.ViewTree;
import dev.labctl.steps.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands come to on a cluster that is there, which the tests of the command line cannot have. */
class CommandsTest {
    private static final ClusterFacts FACTS = new ClusterFacts(1, 1, "v1.33.12", "ipv4", true, false);
    private static final ObjectRef ONE = ObjectRef.namespaced("v1", "ConfigMap", "default", "one");
    private static final ObjectRef OTHER = ObjectRef.namespaced("v1", "ConfigMap", "default", "of-another-lab");
    private static final String OTHER_YAML =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-another-lab, namespace: default}\n";
    private static final LabRef ANOTHER_LAB = LabRef.of("chapter04", "another");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aClusterWithCilium() {
        stage = new Stage(folder).manifest("one.yaml", TestChapters.CONFIG_MAP);
        stage.chapters()
                .file("chapter04/another/lab.yaml", "title: another\n")
                .file("chapter04/another/manifests/other.yaml", OTHER_YAML);
        stage.api().hasServiceAccount("default");
    }

    private TestedCommands commands() {
        return stage.commands();
    }

    private static Target target(String command, Optional<LabRef> lab) {
        return new Target(command, lab, Optional.empty(), new ClusterSource.Named(Stage.CLUSTER, false), Stage.TIMEOUT);
    }

    private static Target target(String command) {
        return target(command, Optional.empty());
    }

    /** The lab's cluster with its Cilium, and these objects applied. */
    private void made(ObjectRef... applied) {
        LabRecord record = LabRecord.of(stage.spec()).withApplied(List.of(applied));
        stage.recorded(record);
        stage.provider()
                .has(
                        Stage.CLUSTER,
                        new ClusterState.Managed(
                                record,
                                FACTS,
                                new CiliumState(
                                        Optional.of(new Release(1, "deployed")),
                                        Optional.of(new IpamSettings("kubernetes", Family.IPV4)))));
    }

    /** Reset would delete the cluster first, so it must be refused before its first step. */
    @Test
    void whatOtherMachinesCanReachIsCreatedOnlyWithPermission() {
        stage.provider().exposed("the container engine is on another machine");
        Target lab = target("up", Optional.of(Stage.REF));
        for (Report report : List.of(
                commands().up(lab, Replacing.NOTHING),
                commands().run(target("run", Optional.of(Stage.REF)), false),
                commands().reset(target("reset", Optional.of(Stage.REF))))) {
            assertThat(report.failure()).hasValueSatisfying(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.REMOTE_NOT_ALLOWED);
                assertThat(failure.message()).isEqualTo("the container engine is on another machine");
                assertThat(failure.next()).contains("--allow-remote");
            });
        }
        assertThat(stage.provider().calls()).containsOnly("close");

        assertThat(commands().upRemotely(lab).failure())
                .as("with permission, it fails for lack of Docker on this machine")
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.TOOL_MISSING));
        made();
        assertThat(commands().up(lab, Replacing.NOTHING).failure())
                .as("it is there")
                .isEmpty();
    }

    private static List<String> planned(Report report) {
        assertThat(report.failure()).isEmpty();
        assertThat(report.steps()).isEmpty();
        return ((DryRunView) report.result())
                .steps().stream()
                        .map(line -> line.name() + (line.detail().isEmpty() ? "" : " (" + line.detail() + ")") + ": "
                                + String.join("; ", line.commands()))
                        .toList();
    }

    // dry runs on a cluster that is there

    private Report dry(String command) {
        Optional<LabRef> lab = Optional.of(Stage.REF);
        TestedCommands dry = new TestedCommands(commands().context(), true);
        return switch (command) {
            case "up" -> dry.up(target(command, lab), Replacing.NOTHING);
            case "up --recreate" -> dry.up(target(command, lab), Replacing.OWN);
            case "cilium-install" -> dry.ciliumInstall(target(command, lab));
            case "apply" -> dry.apply(target(command, lab));
            case "wait" -> dry.waitFor(target(command, lab));
            case "run" -> dry.run(target(command, lab), false);
            case "run --down" -> dry.run(target(command, lab), true);
            case "down" -> dry.down(target(command, Optional.empty()));
            case "down --all" -> dry.downAll(target(command, Optional.empty()));
            case "reset" -> dry.reset(target(command, Optional.empty()));
            case "delete" -> dry.delete(target(command, Optional.empty()));
            case "cilium-uninstall" -> dry.ciliumUninstall(target(command, Optional.empty()));
            case "context" -> dry.context(target(command, Optional.empty()));
            default -> throw new AssertionError(command);
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "up|create cluster (cilium-book is there, with the lab chapter04 case): ",
                "up --recreate|check machine: ,delete cluster: delete cilium-book,"
                        + "create cluster: create cilium-book kindest/node:v1,join nodes: ",
                "cilium-install|upgrade Cilium: upgrade 1.18.2,wait for Cilium: await cilium-book,"
                        + "wait for system pods: ",
                "apply|apply manifests: apply one.yaml,wait for objects: ,wait for system pods: ",
                "wait|wait for Cilium: await cilium-book,wait for objects: ,wait for system pods: ",
                "run|create cluster (cilium-book is there, with the lab chapter04 case): ,upgrade Cilium: upgrade 1.18.2,"
                        + "wait for Cilium: await cilium-book,apply manifests: apply one.yaml,wait for objects: ,wait for system pods: ,"
                        + "verify (the lab has no expectations): ",
                "run --down|create cluster (cilium-book is there, with the lab chapter04 case): ,"
                        + "upgrade Cilium: upgrade 1.18.2,wait for Cilium: await cilium-book,"
                        + "apply manifests: apply one.yaml,wait for objects: ,wait for system pods: ,"
                        + "verify (the lab has no expectations): ,delete cluster: delete cilium-book",
                "down|delete cluster: delete cilium-book",
                "down --all|delete cluster: delete cilium-book",
                "reset|delete cluster: delete cilium-book,check machine: ,"
                        + "create cluster: create cilium-book kindest/node:v1,join nodes: ",
                "delete|delete objects: delete objects of one.yaml",
                "cilium-uninstall|uninstall Cilium: uninstall cilium-book",
                "context|use context: use cilium-book"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void aDryRunShowsEveryStepAndDoesNone(String command, String plan) {
        made(ONE);
        int applied = stage.api().applied().size();

        assertThat(planned(dry(command))).isEqualTo(List.of(plan.split(",(?! with)", -1)));
        assertThat(stage.provider().calls()).containsExactly("close");
        assertThat(stage.api().applied()).hasSize(applied);
        assertThat(stage.heard()).isEmpty();
    }

    // delete

    private Report delete(Optional<LabRef> lab) {
        return commands().delete(target("delete", lab));
    }

    @Test
    void deleteTakesAwayWhatTheRecordSaysWasApplied() {
        made(OTHER);
        stage.has(OTHER_YAML);

        Report report = delete(Optional.empty());

        assertThat(report.failure()).isEmpty();
        assertThat(stage.api().deleted()).containsExactly("ConfigMap default/of-another-lab");
        assertThat(stage.record().applied()).isEmpty();
    }

    @Test
    void withoutObjectsInTheRecordTheManifestsSayWhatGoes() {
        made();
        stage.has(TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  namespace: default"));

        assertThat(delete(Optional.empty()).failure()).isEmpty();
        assertThat(stage.api().deleted()).containsExactly("ConfigMap default/one");
    }

    /** Else the objects of one lab would go, and it would be said that those of another did. */
    @Test
    void aLabThatWasNamedGoesByItsManifestsWhereTheRecordIsOfAnother() {
        made(ONE);
        stage.has(TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  namespace: default"))
                .has(OTHER_YAML);

        Report report = delete(Optional.of(ANOTHER_LAB));

        assertThat(report.message())
                .isEqualTo("the objects that labctl made for chapter04 another are gone from cilium-book");
        assertThat(stage.api().peek(OTHER)).as("what was asked for").isEmpty();
        assertThat(stage.api().peek(ONE)).as("what was not").isPresent();
        assertThat(stage.record().applied()).containsExactly(ONE);
    }

    @Test
    void aLabWithoutManifestsHasNothingToDelete() {
        stage.chapters().file("chapter04/bare/lab.yaml", "title: bare\n");
        made();

        assertThat(delete(Optional.of(LabRef.of("chapter04", "bare"))).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.detail()).isEqualTo("the lab has no manifests"));
    }

    // the other ends

    @Test
    void theLabIsTheOneThatTheClusterWasMadeFor() {
        made(ONE);

        assertThat(new TestedCommands(commands().context(), true)
                        .waitFor(target("wait", Optional.empty()))
                        .lab())
                .contains(Stage.REF);
        assertThat(commands().context(target("context")).lab()).contains(Stage.REF);
    }

    @Test
    void cleaningUpFollowsAFailedRun() {
        stage.provider().when("create", () -> {
            throw new FailureException(Reason.PORT_TAKEN, "port 80 is taken", "");
        });

        Report report = commands().run(target("run", Optional.of(Stage.REF)), true);

        assertThat(report.failure()).hasValueSatisfying(failure -> assertThat(failure.reason())
                .as("the machine of the stage has no tools")
                .isEqualTo(Reason.TOOL_MISSING));
        assertThat(report.message()).isEmpty();
        assertThat(report.steps()).first().satisfies(step -> assertThat(step.outcome())
                .isEqualTo(StepOutcome.FAILED));
        assertThat(report.steps()).last().satisfies(step -> {
            assertThat(step.name()).isEqualTo("delete cluster");
            assertThat(step.outcome()).isEqualTo(StepOutcome.DONE);
        });
        assertThat(stage.provider().calls()).containsExactly("delete cilium-book", "close");
    }

    /** What {@code --down} cleans up is the run's own, and never what was in its way. */
    @Test
    void aRunThatWasRefusedDeletesNothing() {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()));

        Report report = commands().run(target("run", Optional.of(Stage.REF)), true);

        assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(stage.provider().calls()).containsExactly("close");
    }

    @Test
    void theProviderIsClosedHoweverItEnds() {
        made(ONE);
        stage.provider().when("context", () -> {
            throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "Connection refused");
        });

        Report report = commands().context(target("context"));

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.API_UNREACHABLE));
        assertThat(stage.provider().calls()).containsExactly("context cilium-book", "close");
    }

    @Test
    void downAllTakesEveryClusterOfOurs() {
        made();
        ClusterName two = new ClusterName("two");
        stage.provider()
                .has(two, new ClusterState.Managed(stage.record(), FACTS, CiliumState.NONE))
                .has(
                        new ClusterName("other"),
                        new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()));

        assertThat(commands().downAll(target("down")).message()).isEqualTo("no cluster that labctl created is left");
        assertThat(stage.provider().calls()).containsExactly("delete cilium-book", "delete two", "close");
    }

    // looking

    private StatusView status(Optional<LabRef> lab) {
        Report report = commands().status(target("status", lab));
        assertThat(report.failure()).isEmpty();
        return (StatusView) report.result();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "absent|there is no cluster cilium-book|labctl up CHAPTER --use-case USE_CASE",
                "busy|process 7 is making it|''",
                "half-made|incomplete: cut off|labctl up CHAPTER --use-case USE_CASE",
                "stopped|the nodes n1 and n2 are stopped|labctl up CHAPTER --use-case USE_CASE",
                "silent|the API server does not answer: refused|''",
                "unrecorded|exists, but has no record of labctl|''"
            })
    void everyStateIsTold(String state, String told, String next) {
        stage.provider()
                .has(
                        Stage.CLUSTER,
                        switch (state) {
                            case "absent" -> new ClusterState.Absent();
                            case "busy" -> new ClusterState.Busy("process 7 is making it");
                            case "half-made" -> new ClusterState.Incomplete("cut off");
                            case "stopped" ->
                                new ClusterState.Unreachable(
                                        true,
                                        "refused",
                                        Halted.nodes(HaltedNodes.Condition.STOPPED, "docker start n1 n2", "n1", "n2"));
                            case "silent" -> new ClusterState.Unreachable(true, "refused");
                            case "unrecorded" ->
                                new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty());
                            default -> throw new IllegalArgumentException(state);
                        });

        StatusView view = status(Optional.empty());
        assertThat(ViewTree.word(view.stage())).isEqualTo(state);
        assertThat(view).isEqualTo(StatusView.of(view.stage(), told, next));
    }

    @Test
    void theStatusOfALabTellsEverythingThatIsThere() {
        made(ONE);
        stage.has("apiVersion: v1\nkind: Node\nmetadata: {name: n2}\n"
                + "---\napiVersion: v1\nkind: Node\nmetadata: {name: n1}\n"
                + "status: {conditions: [{type: Ready, status: 'True'}]}\n"
                + "---\napiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\n"
                + "spec: {ipam: {pools: {allocated: [{pool: acme, cidrs: [10.20.0.0/27]}]}}}\n"
                + "status: {ipam: {operator-status: {error: pool empty}}}\n"
                + "---\napiVersion: v1\nkind: ConfigMap\n"
                + "metadata: {name: cilium-config, namespace: kube-system}\n"
                + "data: {ipam: multi-pool, enable-ipv4: 'true'}\n"
                + "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system}\n"
                + "spec: {template: {spec: {containers: [{name: cilium-agent,"
                + " image: 'quay.io/cilium/cilium:v1.18.1@sha256:abc'}]}}}\n"
                + "status: {numberReady: 1, desiredNumberScheduled: 2}\n");

        StatusView view = status(Optional.empty());
        assertThat(view.stage()).isEqualTo(StatusView.Stage.MADE);
        assertThat(view.state()).isEqualTo("up, with the lab chapter04 case");
        assertThat(view.where()).isEqualTo("cilium-book, created by fake");
        assertThat(view.kubernetes()).isEqualTo("v1.33.12");
        assertThat(view.cilium())
                .contains(
                        new StatusView.Cilium("1.18.1, deployed, IPAM multi-pool, IPv4", "1.18.1", "multi-pool", 1, 2));
        assertThat(view.nodes())
                .containsExactly(
                        new StatusView.Node("n1", true, List.of("10.20.0.0/27 (acme)"), 30, Optional.of("pool empty")),
                        new StatusView.Node("n2", false, List.of(), 0, Optional.empty()));
        assertThat(view.objects()).as("before it is applied").isEmpty();
        assertThat(view.next()).isEqualTo("labctl cilium-install chapter04 --use-case case");
    }

    @Test
    void logsAreThoseOfAgentsAndOperatorThatRun() {
        made();
        String labels = "labels: {app.kubernetes.io/part-of: cilium";
        stage.has("apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: kube-system, " + labels + "}}\n"
                + "spec: {containers: [{name: cilium-agent}]}\nstatus: {phase: Running}\n"
                + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: operator, namespace: kube-system, " + labels
                + ", io.cilium/app: operator}}\n"
                + "spec: {containers: [{name: cilium-operator}]}\nstatus: {phase: Running}\n"
                + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: waiting, namespace: kube-system, " + labels + "}}\n"
                + "spec: {containers: [{name: cilium-agent}]}\nstatus: {phase: Pending}\n"
                + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: envoy, namespace: kube-system, " + labels + "}}\n"
                + "spec: {containers: [{name: cilium-envoy}]}\nstatus: {phase: Running}\n");

        assertThat(commands().logs(target("logs"), LogQuery.newest(10)).result())
                .isInstanceOfSatisfying(LogView.class, log -> assertThat(log.lines())
                        .extracting(LogView.Line::text)
                        .containsExactly(
                                "2026-11-23T10:00:00Z cilium-agent of agent",
                                "2026-11-23T10:00:00Z cilium-operator of operator"));
    }
}
