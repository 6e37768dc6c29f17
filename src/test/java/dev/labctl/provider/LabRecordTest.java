package dev.labctl.provider;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.LabRecord.Cilium;
import dev.labctl.provider.LabRecord.Created;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What labctl knows of a cluster, there and back through the ConfigMap that keeps it. */
class LabRecordTest {
    private static final String IMAGE =
            "kindest/node:v1.33.12@sha256:3f5c8443c620245e4d355cfe09e96a91ead32ceaa569d3f1ca9edf0cb2fe2ff4";
    private static final LabRef LAB = LabRef.of("chapter04", "ipv4-ipv6-support/dual-stack");
    private static final LabRecord FULL = new LabRecord(
                    LAB,
                    IMAGE,
                    kind(Map.of(
                            "nodes[0].role",
                            "control-plane",
                            "networking.podSubnet",
                            "10.244.0.0/16,fd00:10:244::/48")),
                    Optional.of(new Cilium("1.18.2", "0a1b2c", 12, "3d4e5f")),
                    List.of(
                            ObjectRef.ofCluster("v1", "Namespace", "acme-corp"),
                            ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "acme-pool"),
                            ObjectRef.namespaced("apps/v1", "Deployment", "acme-corp", "web.v1")),
                    Optional.of(Instant.parse("2026-11-23T10:00:00.123456789Z")))
            .withRefused(Optional.of("the namespace shop of Pod shop/web does not exist"));

    @TempDir
    Path folder;

    private static Created kind(Map<String, String> settings) {
        return new Created(ProviderKind.KIND, settings);
    }

    private static Optional<LabRecord> thereAndBack(LabRecord record) {
        return LabRecord.of(record.toConfigMap());
    }

    private ClusterSpec spec(String kind) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: x\n")
                .file("chapter04/case/kind.yaml", kind);
        LabRef ref = LabRef.of("chapter04", "case");
        return new ClusterSpec(
                ClusterName.BOOK, ref, chapters.resolve(ref).kind().orElseThrow(), IMAGE);
    }

    private static KubeObject configMap(Map<String, Object> data) {
        return object("v1", "ConfigMap", "kube-system", "labctl", Map.of("data", data));
    }

    @Test
    void aFullRecordComesBackAsItWas() {
        assertThat(thereAndBack(FULL)).contains(FULL);
    }

    @Test
    void whatLabctlFoundIsMarkedAsLongAsItIsApplied() {
        ObjectRef namespace = ObjectRef.ofCluster("v1", "Namespace", "acme-corp");
        LabRecord marked = FULL.withPreexisting(Set.of(namespace));

        assertThat(thereAndBack(marked)).contains(marked);
        assertThat(marked.toConfigMap().texts("data")).containsEntry("preexisting", "v1 Namespace - acme-corp");
        assertThat(FULL.toConfigMap().texts("data")).doesNotContainKey("preexisting");
        assertThat(marked.withApplied(List.of()).preexisting()).isEmpty();
    }

    @Test
    void aChaptersDefaultLabWithoutCiliumAndObjectsComesBackAsItWas() {
        LabRecord record = new LabRecord(
                LabRef.of("chapter04"),
                "kindest/node:v1",
                kind(Map.of()),
                Optional.empty(),
                List.of(),
                Optional.empty());

        assertThat(thereAndBack(record)).contains(record);
    }

    @Test
    void itLiesInTheClusterWhereEverybodyLooksForIt() {
        KubeObject configMap = FULL.toConfigMap();

        assertThat(configMap.ref()).isEqualTo(LabRecord.REF);
        assertThat(configMap.ref()).hasToString("ConfigMap kube-system/labctl");
        assertThat(configMap.labels()).containsEntry("app.kubernetes.io/managed-by", "labctl");
        assertThat(configMap.texts("data"))
                .containsEntry("chapter", "chapter04")
                .containsEntry("useCase", "ipv4-ipv6-support/dual-stack")
                .containsEntry("nodeImage", IMAGE)
                .containsEntry("ciliumVersion", "1.18.2")
                .containsEntry("ciliumRevision", "12")
                .containsEntry("verified", "2026-11-23T10:00:00.123456789Z")
                .containsEntry(
                        "applied",
                        "v1 Namespace - acme-corp\ncilium.io/v2alpha1 CiliumPodIPPool - acme-pool\n"
                                + "apps/v1 Deployment acme-corp web.v1");
    }

    /** A ConfigMap takes texts alone: a number would be refused. */
    @Test
    void everyEntryIsAText() {
        assertThat(FULL.toConfigMap().tree().get("data"))
                .isInstanceOfSatisfying(Map.class, data -> assertThat(((Map<?, ?>) data).values())
                        .allSatisfy(value -> assertThat(value).isInstanceOf(String.class)));
    }

    @Test
    void theSettingsOfAClusterAreALineEach() {
        LabRecord record = LabRecord.of(
                spec(
                        """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {ipFamily: dual, kubeProxyMode: none}
                featureGates: {}
                nodes:
                  - role: control-plane
                  - role: worker
                    labels: {labctl.dev/worker: first}
                    extraPortMappings: [{containerPort: 80, hostPort: 8080}]
                """));

        assertThat(record.cluster().settings())
                .isEqualTo(Map.of(
                        "kind", "Cluster",
                        "apiVersion", "kind.x-k8s.io/v1alpha4",
                        "networking.ipFamily", "dual",
                        "networking.kubeProxyMode", "none",
                        "nodes[0].role", "control-plane",
                        "nodes[1].role", "worker",
                        "nodes[1].labels.labctl.dev/worker", "first",
                        "nodes[1].extraPortMappings[0].containerPort", "80",
                        "nodes[1].extraPortMappings[0].hostPort", "8080"));
        assertThat(thereAndBack(record)).contains(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "''",
                "'  '",
                "null",
                "'a: b'",
                "'- a'",
                "'#x'",
                "'äöü ☺'",
                "'\"quoted\"'",
                "true",
                "0.10",
                "':'",
                "'a=b'",
                "'trailing '",
                "\"tab\\tbed\""
            })
    void oddValuesComeBackAsTheyWere(String value) {
        LabRecord record = LabRecord.of(spec(TestChapters.KIND + "featureGates: {odd: " + value + "}\n"));

        assertThat(thereAndBack(record)).contains(record);
    }

    /** Patches for kubeadm and containerd are texts of many lines; a record must know its own cluster again. */
    @Test
    void valuesOfManyLinesComeBackAsTheyWere() {
        ClusterSpec spec = spec(
                TestChapters.KIND
                        + """
                kubeadmConfigPatches:
                  - |
                    kind: ClusterConfiguration
                    controllerManager:
                      extraArgs:
                        node-cidr-mask-size: "26"

                    # the end
                """);
        LabRecord record = LabRecord.of(spec);

        LabRecord back = thereAndBack(record).orElseThrow();
        assertThat(back).isEqualTo(record);
        assertThat(ClusterDifferences.between(back, spec)).isEmpty();
    }

    @Test
    void keysWithColonsAndDotsComeBackAsTheyWere() {
        Map<String, String> kind = new LinkedHashMap<>();
        kind.put("nodes[0].labels.a.b/c", "d");
        kind.put("runtimeConfig.api/alpha", "false");
        LabRecord record = new LabRecord(LAB, IMAGE, kind(kind), Optional.empty(), List.of(), Optional.empty());

        assertThat(thereAndBack(record)).contains(record);
    }

    @Test
    void aRecordTellsWhoseClusterItIs() {
        LabRecord record = new LabRecord(
                LAB,
                "",
                new Created(ProviderKind.EKS, Map.of("metadata.region", "eu-west-1")),
                Optional.empty(),
                List.of(),
                Optional.empty());

        assertThat(thereAndBack(record)).contains(record);
        assertThat(record.toConfigMap().texts("data")).containsKey("eks").doesNotContainKey("kind");
    }

    @Test
    void aRecordIsChangedByMakingAnother() {
        LabRecord without = FULL.withCilium(Optional.empty()).withApplied(List.of());

        assertThat(thereAndBack(without)).contains(without);
        assertThat(without.cilium()).isEmpty();
        assertThat(without.applied()).isEmpty();
        assertThat(without.cluster()).isEqualTo(FULL.cluster());
        assertThat(FULL.applied()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chapter", "nodeImage"})
    void aConfigMapThatLacksWhatMattersIsNoRecord(String missing) {
        Map<String, Object> data = new LinkedHashMap<>(Map.of("chapter", "chapter04", "nodeImage", "image"));
        data.remove(missing);

        assertThat(LabRecord.of(configMap(data))).isEmpty();
        assertThat(LabRecord.of(object("v1", "ConfigMap", "kube-system", "labctl", Map.of())))
                .isEmpty();
    }

    @Test
    void whatIsDamagedInARecordIsLeftOut() {
        KubeObject damaged = configMap(Map.of(
                "chapter", "chapter04",
                "nodeImage", "image",
                "kind", "a: [b",
                "ciliumVersion", "1.18.2",
                "ciliumValues", "abc",
                "ciliumRevision", "many",
                "verified", "yesterday",
                "applied", "v1 ConfigMap default one\n\nonly three words\nv1 ConfigMap default one too many"));

        assertThat(LabRecord.of(damaged))
                .contains(new LabRecord(
                        LabRef.of("chapter04"),
                        "image",
                        kind(Map.of()),
                        Optional.of(new Cilium("1.18.2", "abc", 0)),
                        List.of(ObjectRef.namespaced("v1", "ConfigMap", "default", "one")),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "99999999999", "", " 7"})
    void aRevisionThatIsNoNumberIsAnother(String revision) {
        KubeObject damaged = configMap(Map.of(
                "chapter", "chapter04", "nodeImage", "image", "ciliumValues", "abc", "ciliumRevision", revision));

        assertThat(LabRecord.of(damaged).orElseThrow().cilium()).contains(new Cilium("", "abc", 0));
    }
}
