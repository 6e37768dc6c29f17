package dev.labctl.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.cilium.CiliumReadiness;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cluster.StatusRules;
import dev.labctl.command.planner.Versions;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.Applier;
import dev.labctl.kubernetes.Deleter;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.tree.Tree;
import dev.labctl.verify.ExpectationKinds;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of clusters does, from no cluster to no cluster. The tests are the chapters of one cluster's life, in
 * order; each opens the provider anew, as each command of a reader does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class ProviderContract {
    private static final ClusterName CLUSTER = new ClusterName("contract");
    private static final LabRef REF = LabRef.of("chapter04");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String SYSTEM = "kube-system";
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", SYSTEM, "cilium");
    private static final ObjectRef SECRETS = ObjectRef.ofCluster("v1", "Namespace", "cilium-secrets");
    private static final String MANIFESTS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - {name: nginx, image: "nginx:1.29", imagePullPolicy: IfNotPresent}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: default}
            spec:
              selector: {app: web}
              ports:
                - {name: http, port: 80}
            """;

    @TempDir
    Path folder;

    /** The provider and what installs Cilium on its clusters, as a command opens them. */
    protected abstract ClusterAccess open();

    /** The image of the nodes, where this machine has another one than the pinned. */
    protected String nodeImage() {
        return Versions.PINNED.nodeImage();
    }

    private void on(BiConsumer<ClusterAccess, Operation> work) {
        try (ClusterAccess access = open()) {
            work.accept(
                    access, new Operation(Deadline.in(PATIENCE, access.kind().time()), said -> {}, line -> {}));
        }
    }

    private Lab lab(Optional<Path> values) {
        return new LabResolver(new Catalogue(Path.of("chapters").toAbsolutePath()), ExpectationKinds.ALL)
                .resolve(REF, values);
    }

    private ClusterSpec spec() {
        return new ClusterSpec(CLUSTER, REF, lab(Optional.empty()).kind().orElseThrow(), nodeImage());
    }

    private static CiliumRequest request(CiliumValues values) {
        return new CiliumRequest(CLUSTER, REF, Versions.PINNED.cilium(), values);
    }

    private static List<KubeObject> objects() {
        return YamlReader.read(Path.of("contract.yaml"), MANIFESTS, new Problems()).stream()
                .map(document -> new KubeObject(Tree.map(document.tree())))
                .toList();
    }

    private static Wait waiting(Operation operation) {
        return new Wait(operation.deadline(), operation.progress());
    }

    private static KubeApi connect(ClusterAccess access, Operation operation) {
        return access.provider().connect(CLUSTER, operation).api();
    }

    private static List<KubeObject> list(KubeApi api, String apiVersion, String kind) {
        return api.list(apiVersion, kind, Optional.empty(), Map.of());
    }

    private static ClusterState.Managed made(ClusterAccess access, Operation operation) {
        ClusterState state = access.provider().inspect(CLUSTER, operation);
        assertThat(state).isInstanceOf(ClusterState.Managed.class);
        return (ClusterState.Managed) state;
    }

    @AfterAll
    void nothingIsLeft() {
        on((access, operation) -> access.provider().delete(CLUSTER, operation));
    }

    @Test
    @Order(1)
    void aClusterThatWasNeverMadeIsAbsent() {
        on((access, operation) -> {
            assertThat(access.provider().inspect(CLUSTER, operation)).isEqualTo(new ClusterState.Absent());
            assertThat(access.provider().list(operation)).doesNotContain(CLUSTER);
            access.provider().delete(CLUSTER, operation);
            assertThatThrownBy(() -> connect(access, operation)).isInstanceOf(FailureException.class);
        });
    }

    @Test
    @Order(2)
    void makingReturnsWhenTheServerAnswersAndCompletingWhenAllNodesAreThere() {
        on((access, operation) -> {
            access.provider().create(spec(), operation);
            KubeApi api = connect(access, operation);
            assertThat(api.version()).startsWith("v1.");
            waiting(operation).until("the record", Reason.CLUSTER_CREATE_FAILED, () -> {
                api.apply(LabRecord.of(spec()).toConfigMap(), true);
                return ObjectStatus.CURRENT;
            });
            access.provider().awaitNodes(spec(), operation);
            assertThat(list(api, "v1", "Node"))
                    .extracting(KubeObject::name)
                    .containsExactlyInAnyOrder("contract-control-plane", "contract-worker", "contract-worker2");
        });
    }

    @Test
    @Order(3)
    void anotherCommandFindsItWithItsRecord() {
        on((access, operation) -> {
            ClusterState.Managed made = made(access, operation);

            assertThat(made.record()).isEqualTo(LabRecord.of(spec()));
            assertThat(made.facts().controlPlanes()).isEqualTo(1);
            assertThat(made.facts().workers()).isEqualTo(2);
            assertThat(made.facts().families()).isEqualTo("ipv4");
            assertThat(made.facts().kubeProxy()).isTrue();
            assertThat(made.facts().kindnet()).isFalse();
            assertThat(made.cilium()).isEqualTo(CiliumState.NONE);
            assertThat(access.provider().list(operation)).contains(CLUSTER);
        });
    }

    @Test
    @Order(4)
    void withoutANetworkNoNodeIsReady() {
        on((access, operation) -> {
            List<KubeObject> nodes = list(connect(access, operation), "v1", "Node");

            assertThat(nodes).hasSize(3).noneMatch(node -> node.conditionTrue("Ready"));
            assertThat(nodes).allSatisfy(node -> assertThat(node.list("spec", "podCIDRs"))
                    .singleElement()
                    .satisfies(cidr ->
                            assertThat((String) cidr).startsWith("10.244.").endsWith(".0/24")));
        });
    }

    @Test
    @Order(5)
    void ciliumIsInstalledAndGetsReady() {
        on((access, operation) -> {
            access.cilium()
                    .install(request(CiliumValues.NONE), access.provider().connect(CLUSTER, operation), operation);
            KubeApi api = connect(access, operation);
            awaitCilium(api, operation);

            CiliumState cilium = made(access, operation).cilium();
            assertThat(cilium.release()).contains(new CiliumState.Release(1, "deployed"));
            assertThat(cilium.settings()).contains(new IpamSettings("kubernetes", Family.IPV4));
            assertThat(list(api, "v1", "Node")).allMatch(node -> node.conditionTrue("Ready"));
        });
    }

    private static void awaitCilium(KubeApi api, Operation operation) {
        waiting(operation).until("Cilium", Reason.CILIUM_NOT_READY, () -> {
            IpamSettings settings =
                    IpamSettings.ofConfig(CiliumState.config(api)).orElseThrow();
            List<KubeObject> ciliumNodes = list(api, "cilium.io/v2", "CiliumNode");
            ObjectStatus rolledOut = CiliumReadiness.rolledOut(
                    new CiliumReadiness.Workloads(
                            api.get(AGENTS),
                            api.get(ObjectRef.namespaced("apps/v1", "Deployment", SYSTEM, "cilium-operator")),
                            api.list("v1", "Pod", Optional.of(SYSTEM), Map.of("app.kubernetes.io/part-of", "cilium")),
                            ciliumNodes),
                    settings,
                    operation.deadline().time().now());
            return rolledOut instanceof ObjectStatus.Current
                    ? CiliumReadiness.usable(
                            list(api, "v1", "Node"),
                            ciliumNodes,
                            list(api, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),
                            settings)
                    : rolledOut;
        });
    }

    @Test
    @Order(6)
    void podsGetAddressesOfTheirNodes() {
        on((access, operation) -> {
            KubeApi api = connect(access, operation);
            List<Applier.Applied> applied =
                    new Applier(api, false, operation.deadline(), operation.progress()).apply(objects());
            awaitObjects(api, operation);

            assertThat(applied).extracting(Applier.Applied::change).containsOnly(Applier.Change.CREATED);
            Map<String, KubeObject> nodes = list(api, "v1", "Node").stream()
                    .collect(java.util.stream.Collectors.toMap(KubeObject::name, node -> node));
            List<KubeObject> pods = api.list("v1", "Pod", Optional.of("default"), Map.of("app", "web"));
            assertThat(pods).hasSize(3).allSatisfy(pod -> {
                assertThat(pod.conditionTrue("Ready")).isTrue();
                KubeObject node = nodes.get(pod.text("spec", "nodeName").orElseThrow());
                assertThat(Cidr.parse(node.text("spec", "podCIDR").orElseThrow())
                                .contains(IpAddress.parse(
                                        pod.text("status", "podIP").orElseThrow())))
                        .isTrue();
            });
            assertThat(pods.stream().map(pod -> pod.text("status", "podIP")).distinct())
                    .hasSize(3);
        });
    }

    private static void awaitObjects(KubeApi api, Operation operation) {
        for (KubeObject object : objects()) {
            waiting(operation)
                    .until(
                            object.ref().toString(),
                            Reason.OBJECT_FAILED,
                            () -> StatusRules.of(
                                    api.get(object.ref()).orElseThrow(),
                                    object.kind().equals("Deployment")
                                            ? api.list("v1", "Pod", Optional.of("default"), Map.of("app", "web"))
                                            : List.of(),
                                    operation.deadline().time().now()));
        }
    }

    @Test
    @Order(7)
    void applyingTheSameAgainChangesNothing() {
        on((access, operation) -> {
            KubeApi api = connect(access, operation);
            List<Applier.Applied> applied =
                    new Applier(api, false, operation.deadline(), operation.progress()).apply(objects());

            assertThat(applied).extracting(Applier.Applied::change).containsOnly(Applier.Change.UNCHANGED);
            Optional<KubeObject> service = api.get(ObjectRef.namespaced("v1", "Service", "default", "web"));
            assertThat(service.orElseThrow().text("spec", "clusterIP").orElseThrow())
                    .startsWith("10.96.");
        });
    }

    @Test
    @Order(8)
    void anUpgradeIsARevisionOfItsOwn() {
        on((access, operation) -> {
            access.cilium().upgrade(request(debug()), access.provider().connect(CLUSTER, operation), operation);

            assertThat(CiliumState.config(connect(access, operation))).containsEntry("debug", "true");
            assertThat(made(access, operation).cilium().release()).contains(new CiliumState.Release(2, "deployed"));
        });
    }

    private CiliumValues debug() {
        try {
            Path file = Files.writeString(folder.resolve("debug.yaml"), "debug:\n  enabled: true\n");
            return lab(Optional.of(file)).values();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(9)
    void objectsGoWithAllThatDependsOnThem() {
        on((access, operation) -> {
            KubeApi api = connect(access, operation);
            List<ObjectRef> refs = objects().stream().map(KubeObject::ref).toList();

            assertThat(new Deleter(api, waiting(operation)).delete(refs)).containsExactlyInAnyOrderElementsOf(refs);
            assertThat(api.list("v1", "Pod", Optional.of("default"), Map.of("app", "web")))
                    .isEmpty();
            assertThat(new Deleter(api, waiting(operation)).delete(refs)).isEmpty();
        });
    }

    @Test
    @Order(10)
    void ciliumGoesAndCanComeAgain() {
        on((access, operation) -> {
            access.cilium().uninstall(CLUSTER, access.provider().connect(CLUSTER, operation), operation);
            KubeApi api = connect(access, operation);
            waiting(operation)
                    .until("Cilium to be gone", Reason.CILIUM_UNINSTALL_FAILED, () -> List.of(AGENTS, SECRETS).stream()
                            .filter(ref -> api.get(ref).isPresent())
                            .findFirst()
                            .<ObjectStatus>map(left -> new ObjectStatus.InProgress(left + " is there"))
                            .orElse(ObjectStatus.CURRENT));
            assertThat(made(access, operation).cilium()).isEqualTo(CiliumState.NONE);

            access.cilium()
                    .install(request(CiliumValues.NONE), access.provider().connect(CLUSTER, operation), operation);
            awaitCilium(api, operation);
            assertThat(made(access, operation).cilium().release()).contains(new CiliumState.Release(1, "deployed"));
        });
    }

    @Test
    @Order(11)
    void whatIsDeletedIsGoneAndDeletingItAgainIsNoFailure() {
        on((access, operation) -> {
            access.provider().delete(CLUSTER, operation);
            assertThat(access.provider().inspect(CLUSTER, operation)).isEqualTo(new ClusterState.Absent());
            access.provider().delete(CLUSTER, operation);
        });
        on((access, operation) -> {
            assertThat(access.provider().inspect(CLUSTER, operation)).isEqualTo(new ClusterState.Absent());
            assertThat(access.provider().list(operation)).doesNotContain(CLUSTER);
        });
    }
}
