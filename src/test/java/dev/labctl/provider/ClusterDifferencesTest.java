package dev.labctl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDifferencesTest {
    private static final LabRef REF = LabRef.of("chapter04", "case");
    private static final ClusterFacts LIKE_THE_LAB = new ClusterFacts(1, 1, "v1.33.12", "ipv4", true, false);

    @TempDir
    Path folder;

    private ClusterSpec wanted;

    @BeforeEach
    void theLabsCluster() {
        wanted = spec(REF, TestChapters.KIND);
    }

    private ClusterSpec spec(LabRef ref, String kind) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: x\n")
                .file("chapter04/case/kind.yaml", kind);
        return new ClusterSpec(
                ClusterName.BOOK, ref, chapters.resolve(REF).kind().orElseThrow(), "kindest/node:v1");
    }

    private List<String> ofRecord(ClusterSpec here) {
        return ClusterDifferences.between(LabRecord.of(here), wanted);
    }

    private List<String> ofFacts(ClusterFacts facts) {
        return ClusterDifferences.of(facts, wanted);
    }

    @Test
    void theLabsOwnClusterDoesNotDiffer() {
        assertThat(ofRecord(wanted)).isEmpty();
    }

    @Test
    void layoutAndOrderOfTheFileDoNotCount() {
        ClusterSpec same = spec(
                REF,
                "nodes: [{role: control-plane}, {role: worker}]\nnetworking: {disableDefaultCNI: true} # here\n"
                        + "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n");

        assertThat(ofRecord(same)).isEmpty();
    }

    @Test
    void labsCanFollowEachOtherOnTheSameCluster() {
        ClusterSpec other =
                new ClusterSpec(ClusterName.BOOK, LabRef.of("chapter05"), wanted.kind(), wanted.nodeImage());

        assertThat(ofRecord(other)).isEmpty();
    }

    @Test
    void anotherNodeImage() {
        assertThat(ofRecord(wanted.withNodeImage("kindest/node:v0")))
                .containsExactly("its node image is kindest/node:v0, not kindest/node:v1");
    }

    @Test
    void otherSettingsAreNamedByTheirPlaceWithBothValues() {
        ClusterSpec other = spec(
                REF,
                """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {disableDefaultCNI: false, ipFamily: dual}
                nodes:
                  - role: control-plane
                """);

        assertThat(ofRecord(other))
                .containsExactly(
                        "kind.yaml, networking.disableDefaultCNI: false here, true in the lab",
                        "kind.yaml, networking.ipFamily: dual here, not set in the lab",
                        "kind.yaml, nodes[1].role: not set here, worker in the lab");
    }

    @Test
    void everyDifferenceIsALineOfItsOwn() {
        Map<String, String> kind =
                new LinkedHashMap<>(LabRecord.of(wanted).cluster().settings());
        kind.put("nodes[1].role", "control-plane");
        LabRecord record = new LabRecord(
                LabRef.of("chapter05"),
                "kindest/node:v0",
                new LabRecord.Created(ProviderKind.KIND, kind),
                java.util.Optional.empty(),
                List.of(),
                java.util.Optional.empty());

        assertThat(ClusterDifferences.between(record, wanted))
                .containsExactly(
                        "its node image is kindest/node:v0, not kindest/node:v1",
                        "kind.yaml, nodes[1].role: control-plane here, worker in the lab");
    }

    @Test
    void aClusterOfAnotherProviderDiffersByThatAlone() {
        LabRecord record = new LabRecord(
                LabRef.of("chapter04", "case"),
                "",
                new LabRecord.Created(ProviderKind.EKS, Map.of("metadata.region", "eu-west-1")),
                java.util.Optional.empty(),
                List.of(),
                java.util.Optional.empty());

        assertThat(ClusterDifferences.between(record, wanted)).containsExactly("it is a cluster of eks, not of kind");
    }

    @Test
    void somebodyElsesClusterDiffersByBeingSo() {
        assertThat(ofFacts(LIKE_THE_LAB)).containsExactly("it has no record of labctl: labctl did not create it");
    }

    @Test
    void whatCanBeSeenOfSomeoneElsesCluster() {
        assertThat(ofFacts(new ClusterFacts(3, 4, "v1.30.0", "ipv6", false, true)))
                .containsExactly(
                        "it has no record of labctl: labctl did not create it",
                        "control-plane nodes: 3 here, 1 in the lab",
                        "worker nodes: 4 here, 1 in the lab",
                        "IP family: ipv6 here, ipv4 in the lab",
                        "kube-proxy: not here, there in the lab",
                        "CNI: kindnet here, none but Cilium in the lab");
    }

    @Test
    void kubeProxyWhereTheLabHasNone() {
        wanted = spec(
                REF,
                TestChapters.KIND.replace("networking:\n", "networking:\n  kubeProxyMode: none\n  ipFamily: dual\n"));

        assertThat(ofFacts(LIKE_THE_LAB))
                .containsExactly(
                        "it has no record of labctl: labctl did not create it",
                        "IP family: ipv4 here, dual in the lab",
                        "kube-proxy: here, not there in the lab");
    }
}
