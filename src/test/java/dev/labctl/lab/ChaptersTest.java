package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.IpamSettings;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.verify.ExpectationKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The labs of the book. */
class ChaptersTest {
    private static final Path CHAPTERS = Path.of("chapters").toAbsolutePath();
    private static final Catalogue CATALOGUE = new Catalogue(CHAPTERS);

    static List<LabRef> labs() {
        return CATALOGUE.chapters().stream()
                .flatMap(chapter -> CATALOGUE.labs(chapter).stream())
                .toList();
    }

    private static Lab resolve(LabRef ref) {
        return new LabResolver(CATALOGUE, ExpectationKinds.ALL).resolve(ref, Optional.empty());
    }

    @Test
    void chapterFourHasItsDefaultLabAndSevenUseCases() {
        assertThat(labs().stream().map(LabRef::toString))
                .containsExactlyInAnyOrder(
                        "chapter04",
                        "chapter04 cluster-scope-ipam",
                        "chapter04 cluster-scope-ipam-small",
                        "chapter04 eni-mode",
                        "chapter04 ipv4-ipv6-support/dual-stack",
                        "chapter04 ipv4-ipv6-support/ipv6-only",
                        "chapter04 kubernetes-ipam",
                        "chapter04 multi-pool-ipam");
    }

    @ParameterizedTest
    @MethodSource("labs")
    void everyLabIsValidAndHasAReadme(LabRef ref) {
        Lab lab = resolve(ref);

        assertThat(lab.description().title()).isNotBlank();
        assertThat(lab.description().summary()).isNotBlank();
        assertThat(lab.files().readme()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void everyClusterHasThreeNodesAndNoDefaultCni(LabRef ref) {
        Lab lab = resolve(ref);
        if (lab.description().provider() == ProviderKind.EKS) {
            assertThat(lab.kind()).isEmpty();
            return;
        }
        KindConfig kind = lab.kind().orElseThrow();

        assertThat(kind.nodes().stream().map(KindConfig.Node::role))
                .containsExactly("control-plane", "worker", "worker");
        assertThat(kind.tree()).doesNotContainKey("name");
        assertThat(kind.tree().get("networking"))
                .isInstanceOfSatisfying(Map.class, networking -> assertThat(networking.get("disableDefaultCNI"))
                        .isEqualTo(true));
    }

    /** The cluster name in the files is that of a cluster created with bare tools. */
    @ParameterizedTest
    @MethodSource("labs")
    void onlyTheApiServerHostDependsOnTheClusterName(LabRef ref) throws IOException {
        Lab lab = resolve(ref);
        List<Path> files = Stream.concat(lab.files().values().stream(), lab.files().manifests().stream())
                .map(LabFiles.Located::path)
                .toList();
        for (Path file : files) {
            assertThat(Files.readAllLines(file).stream()
                            .filter(line -> !line.strip().startsWith("#"))
                            .filter(line -> line.contains(ClusterName.BOOK.value())))
                    .as(file.toString())
                    .allMatch(line -> line.startsWith("k8sServiceHost: "));
        }
        assertThat(lab.values().textFor(new ClusterName("other"))).doesNotContain("cilium-book-");
    }

    @Test
    void theValuesFileOfTheBookEqualsTheValuesOfTheSmallLab() throws IOException {
        Path named = CHAPTERS.resolve("chapter04/cilium-ipam-cluster-scope-small.yaml");
        Lab small = resolve(LabRef.of("chapter04", "cluster-scope-ipam-small"));

        Lab byTheBook =
                new LabResolver(CATALOGUE, ExpectationKinds.ALL).resolve(LabRef.of("chapter04"), Optional.of(named));

        assertThat(byTheBook.values().tree()).isEqualTo(small.values().tree());
        assertThat(IpamSettings.ofValues(byTheBook.values().tree()).mode()).isEqualTo("cluster-pool");
    }
}
