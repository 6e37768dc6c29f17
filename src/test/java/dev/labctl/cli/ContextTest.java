package dev.labctl.cli;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.HttpApi;
import dev.labctl.kubernetes.HttpApi.Trouble;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.output.ReportSchema;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a cluster that labctl did not create: one that was recorded, served over HTTP, named by its context. */
class ContextTest {
    private static final String LAB = "chapter04 --use-case cluster-scope";

    @TempDir
    Path folder;

    private Console labctl;
    private final List<HttpApi> servers = new ArrayList<>();

    @BeforeEach
    void aMachineWithAKubeconfig() {
        labctl = new Console(folder);
        labctl.environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    }

    @AfterEach
    void stop() {
        servers.forEach(HttpApi::close);
    }

    private HttpApi serving(FakeApi api) {
        HttpApi server = new HttpApi(api);
        servers.add(server);
        labctl.file("kubeconfig", server.kubeconfig("prod-eu"));
        return server;
    }

    private static FakeApi api(Observation seen) {
        FakeApi api = new FakeApi();
        Tree.list(seen.tree(), "objects").forEach(object -> api.has(new KubeObject(Tree.map(object))));
        api.hasCiliumDefinitions();
        return api.hasServiceAccount("default").hasServiceAccount("other");
    }

    private HttpApi serving(String recording) {
        return serving(api(Recordings.read(recording)));
    }

    private Ended run(String line) {
        return labctl.run((line + " --context prod-eu").split(" ", -1));
    }

    private Ended done(String line) {
        Ended ended = run(line);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        return ended;
    }

    private Ended json(String line, int code) {
        Ended ended = labctl.run((line + " -o json").split(" ", -1));
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(code);
        assertThat(ReportSchema.problems(ended.out())).as(ended.out()).isEmpty();
        return ended;
    }

    private String failure(String line, int code) {
        return json(line, code).json().get("reason").stringValue();
    }

    /** All on one line, as it wraps by its width. */
    private static String words(Ended ended) {
        return (ended.out() + ended.err()).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "ipam", "explain"})
    void whatIsSeenIsShownWithoutALab(String command) {
        serving("small-exhausted");

        assertGolden("context/" + command + ".txt", done(command).out());
        json(command + " --context prod-eu", 0);
    }

    @Test
    void ciliumIsFoundInAnyNamespace() {
        serving(api(moved(Recordings.read("small-exhausted"))));

        assertThat(words(done("status"))).contains("1.18.2, installed in the namespace cni, IPAM cluster-pool");
        assertThat(words(done("explain"))).contains("RANGE_FULL");
    }

    /** What belongs to Cilium, in another namespace. */
    private static Observation moved(Observation seen) {
        List<KubeObject> objects = Tree.list(seen.tree(), "objects").stream()
                .map(tree -> new KubeObject(Tree.map(tree)))
                .map(object -> object.name().startsWith("cilium") && object.isIn("kube-system")
                        ? new KubeObject(Tree.with(object.tree(), "cni", "metadata", "namespace"))
                        : object)
                .toList();
        return new Observation(seen.at(), seen.kubernetes(), objects);
    }

    @Test
    void withoutCiliumTheStatusSaysSoAndAddressesHaveNobodyToGiveThem() {
        serving("no-cilium");

        assertThat(words(done("status"))).contains("cilium not installed");
        assertThat(failure("ipam --context prod-eu", 3)).isEqualTo("CILIUM_MISSING");
    }

    @ParameterizedTest
    @CsvSource({
        "nodes, Node, which nodes are ready",
        "pods, Pod, the owners of addresses",
        "daemonsets, DaemonSet, the agents",
        "ciliumnodes, CiliumNode, the nodes' blocks",
        "configmaps, ConfigMap, Cilium's settings",
        "events, Event, why a pod waits",
        "deployments, Deployment, what depends on them",
        "endpointslices, EndpointSlice, what depends on them"
    })
    void aRightThatIsMissingIsNamedAndTheRestIsShown(String plural, String kind, String notShown) {
        serving("small-exhausted").forbids(plural, "secrets");

        for (String command : List.of("status", "ipam", "explain")) {
            assertThat(words(done(command)))
                    .as(command)
                    .contains("Not read: " + kind + "s (" + plural)
                    .contains("is forbidden: User \"reader\" cannot ")
                    .contains("Not shown: " + notShown)
                    .doesNotContain("Secret")
                    .doesNotContain("not installed");
        }
        json("ipam --context prod-eu", 0);
    }

    @Test
    void nothingIsAskedOfAnyoneElse() {
        HttpApi server = serving("small-exhausted");

        done("status");

        assertThat(labctl.runner.calls()).isEmpty();
        assertThat(server.requests()).allMatch(request -> request.startsWith("GET "));
        assertThat(server.headers("/version")).containsEntry("authorization", "Bearer secret-of-reader");
    }

    @Test
    void aLabIsAppliedAwaitedAndDeletedAndTheClusterIsStillNotLabctls() {
        FakeApi api =
                api(Recordings.read("small-exhausted")).has(FakeApi.object("v1", "Namespace", null, "other", Map.of()));
        api.beforeEachGet(ContextTest::givesServicesAnAddress);
        HttpApi server = serving(api);

        assertThat(words(done("apply " + LAB))).contains("applied to prod-eu");
        assertThat(api.applied()).anyMatch(ref -> ref.contains("ConfigMap")).anyMatch(ref -> ref.contains("labctl"));
        assertThat(words(done("status"))).contains("lab chapter04 cluster-scope", "not created by labctl");
        assertThat(words(done("wait"))).contains("as it should be");
        assertThat(words(done("verify"))).contains("the lab has no expectations");
        assertThat(words(done("delete " + LAB + " --yes"))).contains("gone from prod-eu");
        assertThat(api.deleted()).isNotEmpty();
        assertThat(server.requests()).anyMatch(request -> request.startsWith("PATCH"));
    }

    private static void givesServicesAnAddress(FakeApi api) {
        ObjectRef two = ObjectRef.namespaced("v1", "Service", "other", "two");
        api.peek(two)
                .ifPresent(service ->
                        api.has(new KubeObject(Tree.withDefault(service.tree(), "10.96.0.9", "spec", "clusterIP"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "reset", "down"})
    void whatCreatesAndDeletesClustersRefusesAContext(String command) {
        serving("small-exhausted");
        String lab = command.equals("down") ? "" : " " + LAB;

        assertThat(failure(command + lab + " --context prod-eu", 4)).isEqualTo("CLUSTER_NOT_OURS");
        assertThat(servers.get(0).requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --cluster other",
                "explain --cluster other",
                "apply chapter04 -u cluster-scope --cluster other",
                "run chapter04 -u cluster-scope --rehearse",
                "run chapter04 -u cluster-scope --recreate",
                "run chapter04 -u cluster-scope --replace-foreign"
            })
    void aContextIsTheOnlyNameOfItsCluster(String line) {
        serving("small-exhausted");

        assertThat(failure(line + " --context prod-eu", 2)).isEqualTo("USAGE");
    }

    @Test
    void anUnknownContextAndAServerThatDoesNotAnswer() {
        HttpApi server = serving("small-exhausted");

        Ended unknown = labctl.run("status", "--context", "prod-us");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("CONTEXT_UNKNOWN", "prod-eu", "Did you mean prod-eu?");

        server.accepts(headers -> false);
        assertThat(failure("status --context prod-eu", 3)).isEqualTo("CREDENTIALS_MISSING");
        server.close();
        assertThat(words(done("status"))).contains("the API server does not answer");
        assertThat(failure("ipam --context prod-eu", 3)).isEqualTo("API_UNREACHABLE");
    }

    /** The one deadline of a command bounds each of its requests, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {"status", "ipam", "explain", "logs", "apply " + LAB, "verify " + LAB, "delete " + LAB + " --yes"
            })
    void aServerThatNeverAnswersEndsWithTheDeadline(String command) {
        serving("small-exhausted")
                .onRequest(() -> labctl.time.sleep(Duration.ofSeconds(13)))
                .always(new Trouble.Silence());

        assertThat(failure(command + " --context prod-eu --timeout 10s", 5)).isEqualTo("DEADLINE_PASSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "ipam", "explain", "apply " + LAB})
    void soDoesOneWhoseAnswersTakeFiveSeconds(String command) {
        HttpApi server = serving("small-exhausted").onRequest(() -> labctl.time.sleep(Duration.ofSeconds(5)));

        assertThat(failure(command + " --context prod-eu --timeout 10s", 5)).isEqualTo("DEADLINE_PASSED");
        assertThat(server.requests()).hasSizeLessThan(10);
    }

    @Test
    void aServerThatPutsReadersOffIsAskedAgain() {
        serving("small-exhausted")
                .begins(new Trouble.Refusal(429, 3), new Trouble.Refusal(500, 0), new Trouble.Closed());
        done("status");

        serving("small-exhausted").always(new Trouble.Refusal(429, 1));
        assertThat(failure("status --context prod-eu", 3)).isEqualTo("API_UNREACHABLE");
    }

    @Test
    void aSlowServerIsWaitedFor() {
        serving("small-exhausted").isSlow(Duration.ofMillis(30));

        assertThat(done("explain").out()).contains("RANGE_FULL");
    }

    @Test
    void aLabThatTheClusterIsNotLikeIsRefusedWithWhatWasRead() {
        serving("small-exhausted");
        labctl.chapters
                .file("chapter04/dual/lab.yaml", "title: Dual\n")
                .file(
                        "chapter04/dual/kind.yaml",
                        """
                        kind: Cluster
                        apiVersion: kind.x-k8s.io/v1alpha4
                        networking: {disableDefaultCNI: true, ipFamily: ipv6, kubeProxyMode: none}
                        nodes:
                        - role: control-plane
                        - {role: worker, labels: {zone: far}}
                        """);

        Ended ended = labctl.run("cilium-install", "chapter04", "-u", "dual", "--context", "prod-eu");

        assertThat(ended.code()).as(ended.err()).isEqualTo(4);
        assertThat(words(ended))
                .contains(
                        "CLUSTER_DIFFERS",
                        "1 control-plane node, 2 worker nodes, ipv4, kube-proxy, pod CIDRs 10.244.0.0/24")
                .contains("IP family: ipv4 here, ipv6 in the lab")
                .contains("kube-proxy: here, not there in the lab")
                .contains("node labels: no node has zone=far");
    }

    @ParameterizedTest
    @CsvSource({"daemonsets, get", "nodes, list"})
    void aFactThatMayNotBeReadIsNotTakenForADifference(String plural, String verb) {
        serving("small-exhausted").forbids(plural);

        Ended ended = labctl.run("cilium-install", "chapter04", "-u", "cluster-scope", "--context", "prod-eu");

        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(words(ended))
                .contains("OBJECT_REFUSED", "cannot be compared", "cannot " + verb + " resource \"" + plural)
                .doesNotContain("not here");
    }

    @Test
    void aDryRunShowsWhatWouldBeDone() {
        serving("no-cilium");

        assertThat(words(done("cilium-install " + LAB + " --dry-run"))).contains("cilium install", "--context prod-eu");
        assertThat(words(done("run " + LAB + " --dry-run"))).contains("--context prod-eu");
        assertThat(servers.get(0).requests()).noneMatch(request -> request.startsWith("PATCH"));
    }

    @Test
    void logsAreThoseOfTheCluster() {
        serving("small-exhausted");

        assertThat(done("logs agents").out()).contains("cilium-agent");
    }
}
