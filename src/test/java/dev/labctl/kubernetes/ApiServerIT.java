package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.cluster.StatusRules;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Applier.Applied;
import dev.labctl.kubernetes.Applier.Change;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** Applying, waiting and deleting against a real API server and its controllers. */
class ApiServerIT {
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("LABCTL_K3S_IMAGE")).orElse("rancher/k3s:v1.33.6-k3s1");
    private static K3sContainer server;
    private static KubeApi api;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(5), TimeSource.system());

    @BeforeAll
    static void start() {
        // Its constructor asks for Docker's host, which it can only once there is a client.
        DockerClientFactory.instance().client();
        server = new K3sContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("rancher/k3s"));
        server.start();
        api = Fabric8Api.connect(new Kubeconfig(server.getKubeConfigYaml(), "default"));
    }

    @AfterAll
    static void stop() {
        api.close();
        server.stop();
    }

    private List<Applied> apply(KubeObject... objects) {
        return apply(false, objects);
    }

    private List<Applied> apply(boolean force, KubeObject... objects) {
        return new Applier(api, force, deadline, said::add).apply(List.of(objects));
    }

    private static KubeObject namespace(String name) {
        return object("v1", "Namespace", null, name, Map.of());
    }

    private static KubeObject configMap(String namespace, String name, String value) {
        return object("v1", "ConfigMap", namespace, name, Map.of("data", Map.of("key", value)));
    }

    private static KubeObject deployment(String namespace, String name, long replicas) {
        return object(
                "apps/v1",
                "Deployment",
                namespace,
                name,
                Map.of(
                        "spec",
                        Map.of(
                                "replicas", replicas,
                                "selector", Map.of("matchLabels", Map.of("app", name)),
                                "template",
                                        Map.of(
                                                "metadata", Map.of("labels", Map.of("app", name)),
                                                "spec",
                                                        Map.of(
                                                                "nodeSelector",
                                                                Map.of("there-is", "none"),
                                                                "containers",
                                                                List.of(Map.of("name", "c", "image", "none:1")))))));
    }

    private ObjectStatus status(KubeObject object) {
        return api.get(object.ref())
                .map(live -> StatusRules.of(live, List.of(), Instant.now()))
                .orElseThrow();
    }

    private static Reason reason(Throwable e) {
        return ((FailureException) e).failure().reason();
    }

    @Test
    void theServerAnswersAndKnowsWhereKindsLive() {
        assertThat(api.version()).startsWith("v1.");
        assertThat(api.scope("v1", "Pod")).contains(Scope.NAMESPACED);
        assertThat(api.scope("v1", "Node")).contains(Scope.CLUSTER);
        assertThat(api.scope("apps/v1", "Deployment")).contains(Scope.NAMESPACED);
        assertThat(api.scope("apps/v1", "Thing")).isEmpty();
        assertThat(api.scope("example.org/v1", "Thing")).isEmpty();
        assertThat(api.get(ObjectRef.namespaced("v1", "ConfigMap", "default", "nothing")))
                .isEmpty();
        assertThat(api.get(ObjectRef.ofCluster("example.org/v1", "Thing", "nothing")))
                .isEmpty();
        assertThat(api.list("example.org/v1", "Thing", Optional.empty(), Map.of()))
                .isEmpty();
    }

    @Test
    void everythingInOneBundleInTheWrongOrder() {
        KubeObject definition = object(
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                null,
                "things.lab.example",
                Map.of(
                        "spec",
                        Map.of(
                                "group",
                                "lab.example",
                                "scope",
                                "Namespaced",
                                "names",
                                Map.of("kind", "Thing", "plural", "things"),
                                "versions",
                                List.of(Map.of(
                                        "name",
                                        "v1",
                                        "served",
                                        true,
                                        "storage",
                                        true,
                                        "schema",
                                        Map.of(
                                                "openAPIV3Schema",
                                                Map.of(
                                                        "type",
                                                        "object",
                                                        "x-kubernetes-preserve-unknown-fields",
                                                        true)))))));
        KubeObject pod = object(
                "v1",
                "Pod",
                "bundle",
                "bare",
                Map.of("spec", Map.of("containers", List.of(Map.of("name", "c", "image", "none:1")))));
        KubeObject thing = object("lab.example/v1", "Thing", "bundle", "one", Map.of("spec", Map.of("size", 3L)));

        List<Applied> applied = apply(thing, pod, configMap("bundle", "one", "1"), definition, namespace("bundle"));

        assertThat(applied).hasSize(5).allSatisfy(one -> assertThat(one.change())
                .isEqualTo(Change.CREATED));
        assertThat(api.get(thing.ref()).orElseThrow().number("spec", "size")).isEqualTo(3);
        assertThat(apply(thing, configMap("bundle", "one", "1"), definition, namespace("bundle")))
                .allSatisfy(
                        one -> assertThat(one.change()).as(one.ref().toString()).isEqualTo(Change.UNCHANGED));
    }

    @Test
    void whatIsChangedIsSaidToBe() {
        apply(namespace("changes"), configMap("changes", "a", "1"), configMap("changes", "b", "1"));

        assertThat(apply(configMap("changes", "a", "2"), configMap("changes", "b", "1")))
                .extracting(Applied::change)
                .containsExactly(Change.CHANGED, Change.UNCHANGED);
        assertThat(api.get(configMap("changes", "a", "").ref()).orElseThrow().text("data", "key"))
                .contains("2");
        assertThat(api.get(configMap("changes", "a", "").ref()).orElseThrow().list("metadata", "managedFields"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(dev.labctl.tree.Tree.text(entry, "manager")).contains("labctl"));
    }

    @Test
    void aFieldLeftOutIsTakenAway() {
        KubeObject two =
                object("v1", "ConfigMap", "default", "fields", Map.of("data", Map.of("key", "1", "other", "2")));
        apply(two);
        apply(configMap("default", "fields", "1"));

        assertThat(api.get(two.ref()).orElseThrow().texts("data")).isEqualTo(Map.of("key", "1"));
    }

    @Test
    void fieldsOfOthersAreAConflictUntilTheyAreTakenOver() {
        KubeObject mine = configMap("default", "contested", "mine");
        KubeObject theirs = configMap("default", "contested", "theirs");
        apply(mine);
        OtherManager.apply(server.getKubeConfigYaml(), theirs);

        assertThatThrownBy(() -> apply(mine)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.FIELD_CONFLICT);
            assertThat(e.failure().message()).contains("ConfigMap default/contested");
            assertThat(e.failure().details())
                    .singleElement()
                    .asString()
                    .contains(".data.key")
                    .contains("somebody-else");
        });
        assertThat(api.get(mine.ref()).orElseThrow().text("data", "key")).contains("theirs");

        assertThat(apply(true, mine)).extracting(Applied::change).containsExactly(Change.CHANGED);
        assertThat(api.get(mine.ref()).orElseThrow().text("data", "key")).contains("mine");
    }

    @Test
    void whatTheServerDoesNotAcceptIsToldInItsWords() {
        assertThatThrownBy(() -> apply(deployment("default", "Not_A_Name", 1)))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.OBJECT_REFUSED))
                .hasMessageContaining("Deployment default/Not_A_Name")
                .hasMessageContaining("a lowercase RFC 1123 subdomain");
        KubeObject selector = deployment("default", "immutable", 0);
        apply(selector);
        KubeObject other = new KubeObject(dev.labctl.tree.Tree.merge(
                deployment("default", "immutable", 0).tree(),
                Map.of(
                        "spec",
                        Map.of(
                                "selector", Map.of("matchLabels", Map.of("app", "immutable", "new", "label")),
                                "template",
                                        Map.of(
                                                "metadata",
                                                Map.of("labels", Map.of("app", "immutable", "new", "label")))))));
        assertThatThrownBy(() -> apply(other)).hasMessageContaining("field is immutable");
    }

    @Test
    void secretsStayOutOfWhatIsTold() {
        KubeObject secret =
                object("v1", "Secret", "default", "broken", Map.of("data", Map.of("password", "not base64: hunter2")));

        assertThatThrownBy(() -> apply(secret)).satisfies(e -> {
            assertThat(reason(e)).isEqualTo(Reason.OBJECT_REFUSED);
            String told = e.getMessage() + ((FailureException) e).failure();
            assertThat(told).contains("illegal base64 data").doesNotContain("hunter2");
        });
    }

    @Test
    void aValueOfAWrongTypeIsNotTriedAgain() {
        KubeObject wrong = object("v1", "ConfigMap", "default", "wrong", Map.of("data", Map.of("key", List.of(1L))));

        assertThatThrownBy(() -> apply(wrong))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.OBJECT_REFUSED));
        assertThat(said).isEmpty();
    }

    @Test
    void anUnknownKindIsNotWaitedForForEver() {
        Deadline soon = Deadline.in(Duration.ofSeconds(3), TimeSource.system());
        KubeObject nothing = object("nobody.example/v1", "Nothing", "default", "x", Map.of());

        assertThatThrownBy(() -> new Applier(api, false, soon, said::add).apply(List.of(nothing)))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.OBJECT_REFUSED))
                .hasMessageContaining("does not know the kind Nothing");
        assertThat(said).isNotEmpty();
    }

    @Test
    void aNamespaceThatIsNowhereIsNotWaitedFor() {
        assertThatThrownBy(() -> apply(configMap("default", "before", "1"), configMap("later", "one", "1")))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("the namespace later of ConfigMap later/one does not exist");
        assertThat(api.get(ObjectRef.namespaced("v1", "ConfigMap", "default", "before")))
                .isEmpty();

        assertThat(apply(namespace("later"), configMap("later", "one", "1")))
                .extracting(Applied::change)
                .containsExactly(Change.CREATED, Change.CREATED);
    }

    @Test
    void whatIsDeletedIsGoneWhenDeletingReturnsAndCanBeAppliedAnew() {
        KubeObject[] all = {namespace("cycle"), configMap("cycle", "one", "1"), deployment("cycle", "web", 1)};
        List<ObjectRef> refs = apply(all).stream().map(Applied::ref).toList();

        List<ObjectRef> gone = new Deleter(api, new Wait(deadline, said::add)).delete(refs);

        assertThat(gone).containsExactlyInAnyOrderElementsOf(refs);
        assertThat(refs).allSatisfy(ref -> assertThat(api.get(ref)).isEmpty());
        assertThat(api.list("v1", "Pod", Optional.of("cycle"), Map.of())).isEmpty();
        assertThat(new Deleter(api, new Wait(deadline, said::add)).delete(refs)).isEmpty();

        assertThat(apply(all)).allSatisfy(one -> assertThat(one.change()).isEqualTo(Change.CREATED));
    }

    @Test
    void aNamespaceThatIsStillGoingAwayIsMadeAnewAfterwards() {
        apply(namespace("leaving"), configMap("leaving", "one", "1"));
        assertThat(api.delete(namespace("leaving").ref())).isTrue();

        apply(namespace("leaving"), configMap("leaving", "one", "2"));

        assertThat(api.get(configMap("leaving", "one", "").ref()).orElseThrow().text("data", "key"))
                .contains("2");
        assertThat(api.get(namespace("leaving").ref()).orElseThrow().deleting()).isFalse();
    }

    @Test
    void aDeploymentIsNotReadyByItsOldStatus() {
        KubeObject none = deployment("default", "stale", 0);
        apply(none);
        new Wait(deadline, said::add).until("it", Reason.OBJECT_FAILED, () -> status(none));

        KubeObject one = deployment("default", "stale", 1);
        apply(one);
        assertThat(status(one)).isInstanceOf(InProgress.class);
    }

    @Test
    void aDaemonSetWithoutNodesIsNotReady() {
        KubeObject pods = deployment("default", "empty", 1);
        Map<String, Object> spec = new java.util.LinkedHashMap<>(dev.labctl.tree.Tree.map(pods.tree(), "spec"));
        spec.remove("replicas");
        KubeObject daemons = object("apps/v1", "DaemonSet", "default", "empty", Map.of("spec", spec));
        apply(daemons);

        new Wait(deadline, said::add).until("its controller", Reason.OBJECT_FAILED, () -> api.get(daemons.ref())
                .filter(live -> live.text("status", "observedGeneration").isPresent())
                .<ObjectStatus>map(live -> ObjectStatus.CURRENT)
                .orElse(new InProgress("not seen")));
        assertThat(status(daemons)).isEqualTo(ObjectStatus.CURRENT);
    }

    /** On these rests that two labctls never hold one lease. */
    @Test
    void aWriteIsRefusedWhereTheObjectIsNotAsItWasRead() {
        KubeObject lease = object(
                "coordination.k8s.io/v1",
                "Lease",
                "kube-system",
                "contested",
                Map.of(
                        "spec",
                        Map.of(
                                "holderIdentity",
                                "one",
                                "leaseDurationSeconds",
                                30L,
                                "renewTime",
                                "2026-11-23T10:00:00.000000Z",
                                "leaseTransitions",
                                0L)));
        KubeObject first = api.create(lease).orElseThrow();
        assertThat(api.create(lease)).as("it is there").isEmpty();

        KubeObject second = api.replace(
                        new KubeObject(dev.labctl.tree.Tree.with(first.tree(), "two", "spec", "holderIdentity")))
                .orElseThrow();
        assertThat(second.text("spec", "holderIdentity")).contains("two");
        assertThat(second.text("spec", "renewTime")).contains("2026-11-23T10:00:00.000000Z");
        assertThat(api.replace(first)).as("it was changed since").isEmpty();
        assertThat(api.deleteUnchanged(first)).as("it was changed since").isFalse();
        assertThat(api.get(lease.ref())).contains(second);

        assertThat(api.deleteUnchanged(second)).isTrue();
        assertThat(api.deleteUnchanged(second)).as("it is gone").isFalse();
        assertThat(api.replace(second)).as("it is gone").isEmpty();
        assertThat(api.get(lease.ref())).isEmpty();
        assertThatThrownBy(() -> api.create(object("v1", "ConfigMap", "nowhere", "one", Map.of())))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ApiException.Kind.NAMESPACE_MISSING));
    }

    @Test
    void anInterruptionEndsARequest() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                apply(configMap("default", "interrupted", "1"));
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        worker.start();
        worker.join();

        assertThat(reason(thrown.get())).isEqualTo(Reason.INTERRUPTED);
    }

    @Test
    void aServerThatIsNotThereIsToldQuickly() {
        String elsewhere = server.getKubeConfigYaml().replaceAll("server: .*", "server: https://127.0.0.1:1");
        try (KubeApi nobody = Fabric8Api.connect(new Kubeconfig(elsewhere, "default"))) {
            assertThatThrownBy(nobody::version).isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.kind())
                    .isEqualTo(ApiException.Kind.UNREACHABLE));
        }
    }

    private static Map<String, String> versions(String namespace) {
        return api.contents(namespace).stream()
                .collect(Collectors.toMap(object -> object.ref().toString(), KubeObject::resourceVersion));
    }

    @Test
    void aPreviewIsWhatAnApplyWouldGiveAndChangesNothing() {
        apply(namespace("preview"), configMap("preview", "one", "before"));
        Map<String, String> before = versions("preview");
        assertThat(before).containsKey("ConfigMap preview/one");

        KubeObject after = api.preview(configMap("preview", "one", "after"), false);
        KubeObject created = api.preview(configMap("preview", "two", "new"), false);

        assertThat(after.text("data", "key")).contains("after");
        assertThat(created.text("data", "key")).contains("new");
        assertThat(versions("preview")).isEqualTo(before);
        assertThat(api.get(ObjectRef.namespaced("v1", "ConfigMap", "preview", "one"))
                        .orElseThrow()
                        .text("data", "key"))
                .contains("before");
    }

    @Test
    void aPreviewMeetsTheConflictsThatAnApplyWouldMeet() {
        apply(namespace("preview-conflict"), configMap("preview-conflict", "one", "ours"));
        OtherManager.apply(server.getKubeConfigYaml(), configMap("preview-conflict", "one", "theirs"));
        KubeObject ours = configMap("preview-conflict", "one", "ours");

        assertThatThrownBy(() -> api.preview(ours, false)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.kind()).isEqualTo(ApiException.Kind.CONFLICT);
            assertThat(e.details()).anyMatch(line -> line.startsWith(".data.key: conflict with \"somebody-else\""));
        });
        assertThat(api.preview(ours, true).text("data", "key")).contains("ours");
        assertThat(api.get(ours.ref()).orElseThrow().text("data", "key")).contains("theirs");
    }

    @Test
    void anObjectTellsWhetherOthersMadeIt() {
        KubeObject bare = namespace("made");
        apply(bare, configMap("made", "ours", "x"));
        OtherManager.apply(server.getKubeConfigYaml(), configMap("made", "theirs", "x"));
        apply(bare);

        assertThat(live(bare).madeByOthers()).as("a namespace without fields").isFalse();
        assertThat(live(configMap("made", "ours", "")).madeByOthers()).isFalse();
        assertThat(live(configMap("made", "theirs", "")).madeByOthers()).isTrue();
    }

    private static KubeObject live(KubeObject object) {
        return api.get(object.ref()).orElseThrow();
    }

    @Test
    void whatANamespaceHoldsIsListedWhateverItsKind() {
        apply(namespace("held"), configMap("held", "one", "x"), deployment("held", "web", 0));

        assertThat(api.contents("held"))
                .extracting(object -> object.ref().toString())
                .contains("ConfigMap held/one", "Deployment held/web", "ServiceAccount held/default")
                .doesNotHaveDuplicates();
        assertThat(api.contents("held")).extracting(KubeObject::kind).doesNotContain("Event");
    }
}
