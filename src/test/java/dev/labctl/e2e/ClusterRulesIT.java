package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What labctl does with clusters that are there already, its own and others'. */
class ClusterRulesIT {
    private static final int REFUSED = 4;
    private static final int UNAVAILABLE = 3;
    private static final String MINE = "mine";
    private static final String FOREIGN = "foreign";
    private static final String DOTTED = "my.cluster";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aTerminal() {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash");
        shell = new Shell(folder).with("CLUSTER", MINE);
        shell.needsNoCluster(MINE);
        shell.needsNoCluster(FOREIGN);
        shell.needsNoCluster(DOTTED);
    }

    @AfterEach
    void nothingIsLeft() {
        shell.deleteCluster(MINE);
        shell.deleteCluster(FOREIGN);
        shell.deleteCluster(DOTTED);
    }

    private static Map<?, ?> json(Shell.Ended ended) {
        return new JsonMapper().readValue(ended.out(), Map.class);
    }

    private void refused(String command, String reason, String... details) {
        Shell.Ended ended = shell.run(command + " -o json").exits(REFUSED);
        assertThat(json(ended).get("outcome")).isEqualTo("refused");
        assertThat(json(ended).get("reason")).isEqualTo(reason);
        List.of(details).forEach(detail -> assertThat(String.valueOf(json(ended).get("details")))
                .contains(detail));
    }

    /** What another tool, or the reader by hand, would have made. */
    private void createWithKind(String name) throws IOException {
        Path config = Files.writeString(
                folder.resolve("one.yaml"),
                "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnetworking: {disableDefaultCNI: true}\n");
        String image = System.getenv("LABCTL_NODE_IMAGE");
        shell.run("kind create cluster --name " + name + " --config " + config
                        + (image == null ? "" : " --image " + image))
                .succeeds();
    }

    @Test
    void aClusterOfSomeoneElseIsLeftAlone() throws IOException {
        createWithKind(FOREIGN);

        refused(
                "labctl up chapter04 --cluster foreign",
                "CLUSTER_DIFFERS",
                "no record of labctl",
                "worker nodes: 0 here, 2 in the lab");
        refused("labctl cilium-install chapter04 --cluster foreign", "CLUSTER_NOT_OURS");
        refused("labctl apply chapter04 --cluster foreign", "CLUSTER_NOT_OURS");
        refused("labctl down --cluster foreign", "CLUSTER_NOT_OURS");
        for (String replace : List.of("up chapter04 --recreate", "run chapter04 --recreate", "reset chapter04")) {
            refused(
                    "labctl " + replace + " --cluster foreign",
                    "CLUSTER_NOT_OURS",
                    "1 control-plane node and 0 worker nodes",
                    "no namespaces but the system's");
        }
        assertThat(shell.run("labctl down --all").succeeds().out()).contains("no cluster that labctl created is left");
        assertThat(shell.run("kind get clusters").out().lines()).contains(FOREIGN);
        assertThat(shell.run("labctl status --cluster foreign").succeeds().out())
                .contains("has no record of labctl");

        shell.run("docker stop -t 2 foreign-control-plane").succeeds();
        refused(
                "labctl up chapter04 --cluster foreign --recreate",
                "CLUSTER_NOT_OURS",
                "the node foreign-control-plane is stopped, so what it holds cannot be read");
        assertThat(shell.run("kind get clusters").out().lines()).contains(FOREIGN);
        assertThat(shell.run("labctl up chapter04 --cluster foreign --recreate --replace-foreign")
                        .succeeds()
                        .err())
                .contains("the node foreign-control-plane is stopped");
        shell.run("labctl down --cluster foreign").succeeds();
        assertThat(shell.run("kind get clusters").out().lines()).doesNotContain(FOREIGN);
    }

    /** kind allows names that labctl does not. */
    @Test
    void aClusterWithAForeignNameIsInNoOnesWay() throws IOException {
        createWithKind(DOTTED);

        assertThat(shell.run("labctl status --all").succeeds().out()).doesNotContain(DOTTED);
        assertThat(shell.run("labctl down --all").succeeds().out()).contains("no cluster that labctl created is left");
        assertThat(shell.run("kind get clusters").out().lines()).contains(DOTTED);
    }

    @Test
    void aClusterWhoseNodesAreStopped() {
        shell.run("labctl up chapter04").succeeds();
        shell.run("docker stop -t 2 mine-control-plane mine-worker mine-worker2")
                .succeeds();

        assertThat(shell.run("labctl status").succeeds().out().replaceAll("\\s+", " "))
                .contains("mine-worker2 are stopped", "labctl up CHAPTER --use-case USE_CASE --cluster mine");
        Shell.Ended apply = shell.run("labctl apply chapter04 -o json").exits(UNAVAILABLE);
        assertThat(json(apply).get("reason")).isEqualTo("CLUSTER_STOPPED");
        assertThat(json(apply).get("next").toString()).contains("docker start mine-");
        assertThat(shell.run("labctl up chapter04").succeeds().err()).contains("start nodes: done");
        shell.run("labctl down").succeeds();
        assertThat(shell.run("labctl down").succeeds().err()).contains("nothing to do");
    }

    /** One cluster through all that can happen to it; making one for each would take half an hour. */
    @Test
    void aClusterOfOnesOwn() throws IOException {
        shell.run("labctl up chapter04").succeeds();
        sameAgain();
        otherValues();
        failedRelease();
        otherLab();
        aRunThatCleansUp();
        assertThat(shell.run("kubectl config get-contexts -o name").succeeds().out())
                .doesNotContain("kind-" + MINE);
    }

    private void sameAgain() {
        assertThat(shell.run("labctl up chapter04").succeeds().err()).contains("create cluster: nothing to do");
        assertThat(shell.run("kubectl config current-context").succeeds().out().strip())
                .isEqualTo("kind-" + MINE);
        assertThat(shell.run("labctl up chapter04 --use-case kubernetes-ipam")
                        .succeeds()
                        .err())
                .contains("mine is there, with the lab chapter04; to chapter04 kubernetes-ipam: reuse");
        refused(
                "labctl up chapter04 --use-case ipv4-ipv6-support/dual-stack",
                "CLUSTER_DIFFERS",
                "it holds the lab chapter04, not chapter04 ipv4-ipv6-support/dual-stack");
        shell.run("labctl apply chapter04 --use-case kubernetes-ipam").exits(UNAVAILABLE);
    }

    private String config(String key) {
        return new Kubectl(shell, MINE)
                .out("-n kube-system get configmap cilium-config -o jsonpath={.data." + key + "}")
                .strip();
    }

    private void otherValues() throws IOException {
        Path debug =
                Files.writeString(folder.resolve("debug.yaml"), "debug:\n  enabled: true\noperator:\n  replicas: 2\n");
        Kubectl kubectl = new Kubectl(shell, MINE);
        String replicas = "-n kube-system get deployment cilium-operator -o jsonpath={.spec.replicas}";

        shell.run("labctl cilium-install chapter04 --values " + debug).succeeds();
        assertThat(config("debug")).isEqualTo("true");
        assertThat(kubectl.out(replicas)).isEqualTo("2");
        assertThat(shell.run("labctl cilium-install chapter04 --values " + debug)
                        .succeeds()
                        .err())
                .contains("install Cilium: nothing to do");

        // Nothing of the old values stays, and what the CLI detects is not lost on the way.
        List<String> before = agents();
        assertThat(shell.run("labctl cilium-install chapter04").succeeds().err())
                .contains("upgrade Cilium: done");
        assertThat(config("debug")).isEqualTo("false");
        assertThat(config("ipam")).isEqualTo("kubernetes");
        assertThat(kubectl.out(replicas)).isEqualTo("1");
        assertThat(agents())
                .as("agents read their configuration at their start")
                .doesNotContainAnyElementsOf(before);
        new LabChecks(kubectl).check("");
    }

    private List<String> agents() {
        return new Kubectl(shell, MINE)
                .items("-n kube-system get pods -l k8s-app=cilium").stream()
                        .map(Kubectl::name)
                        .toList();
    }

    /**
     * An install right after an uninstall fails half-way: a namespace is still going away, here for as long as something
     * holds it. labctl waits for it.
     */
    private void failedRelease() {
        Kubectl kubectl = new Kubectl(shell, MINE);
        kubectl.out("-n cilium-secrets create configmap held");
        kubectl.out(held("[\"labctl.dev/held\"]"));
        shell.run("cilium uninstall --context kind-mine").succeeds();
        assertThat(shell.run("cilium install --context kind-mine --version 1.18.2")
                        .exit())
                .isNotZero();
        assertThat(kubectl.out("-n kube-system get secrets -l owner=helm,status=failed -o name"))
                .isNotBlank();

        Path told = folder.resolve("told.txt");
        shell.run("labctl cilium-install chapter04 2>" + told + " & install=$!\n"
                        + "until grep -q 'a namespace of the previous Cilium is still being deleted' " + told
                        + "; do kill -0 $install; sleep 1; done\n"
                        + "kubectl --context kind-mine " + held("null") + "\n"
                        + "wait $install || { cat " + told + " >&2; exit 1; }")
                .succeeds();

        new LabChecks(kubectl).check("");
        assertThat(kubectl.out("-n kube-system get secrets -l owner=helm,status=deployed -o name"))
                .isNotBlank();
    }

    private static String held(String finalizers) {
        return "-n cilium-secrets patch configmap held --type=merge -p '{\"metadata\":{\"finalizers\":" + finalizers
                + "}}'";
    }

    private void aRunThatCleansUp() {
        Shell.Ended run = shell.run("labctl run chapter04 --down -o json").succeeds();

        assertThat(json(run).get("outcome")).isEqualTo("done");
        assertThat(run.err()).contains("verify: done").contains("delete cluster: done");
        assertThat(shell.run("kind get clusters").succeeds().out().lines()).doesNotContain(MINE);
    }

    private void otherLab() throws IOException {
        refused("labctl cilium-install chapter04 --use-case cluster-scope-ipam", "IPAM_MODE_CHANGE");
        refused(
                "labctl cilium-install chapter04 --use-case ipv4-ipv6-support/dual-stack",
                "CLUSTER_DIFFERS",
                "ipFamily");
        Path both = Files.writeString(folder.resolve("both.yaml"), "ipv6:\n  enabled: true\n");
        refused("labctl cilium-install chapter04 --values " + both, "ADDRESS_FAMILY_CHANGE");
        assertThat(config("ipam")).isEqualTo("kubernetes");

        // A lab with the same cluster and the same mode can follow; what the one before had applied goes.
        String change = "to chapter04 kubernetes-ipam: upgrade Cilium (the values differ)";
        assertThat(shell.run("labctl up chapter04 --use-case kubernetes-ipam --dry-run")
                        .succeeds()
                        .out())
                .contains(change);
        assertThat(shell.run("labctl status chapter04 --use-case kubernetes-ipam")
                        .succeeds()
                        .out())
                .contains(change);
        assertThat(shell.run("labctl run chapter04 --use-case kubernetes-ipam")
                        .succeeds()
                        .out())
                .contains("all 4 expectations hold");
        Kubectl kubectl = new Kubectl(shell, MINE);
        new LabChecks(kubectl).check("kubernetes-ipam");
        kubectl.out("scale deployment nginx --replicas=2");
        Map<?, ?> verdicts = json(shell.run("labctl verify -o json").exits(1));
        assertThat(verdicts.get("reason")).isEqualTo("EXPECTATION_FAILED");
        assertThat(Tree.list(verdicts, "expectations"))
                .anySatisfy(
                        verdict -> assertThat(Kubectl.text(verdict, "verdict")).isEqualTo("broken"));
        refused("labctl apply chapter04 --use-case kubernetes-ipam", "FIELD_CONFLICT", ".spec.replicas");
        shell.run("labctl apply chapter04 --use-case kubernetes-ipam --force-conflicts")
                .succeeds();
        new LabChecks(kubectl).check("kubernetes-ipam");
        assertThat(shell.run("labctl apply chapter04").succeeds().err())
                .contains("left over, not in the lab any more: Deployment default/nginx");
        assertThat(shell.run("labctl apply chapter04 --prune").succeeds().err())
                .contains("Deployment default/nginx deleted");
        assertThat(kubectl.out("get deployments -o name")).isBlank();
    }
}
