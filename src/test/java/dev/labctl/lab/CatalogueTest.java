package dev.labctl.lab;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    @TempDir
    Path folder;

    private TestChapters chapters;

    @BeforeEach
    void someChapters() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/kubernetes-ipam/values.yaml", "ipam: {mode: kubernetes}\n")
                .file("chapter04/ipv4-ipv6-support/README.md", "a folder of labs is no lab\n")
                .file("chapter04/ipv4-ipv6-support/dual-stack/kind.yaml", TestChapters.KIND)
                .file("chapter04/ipv4-ipv6-support/ipv6-only/lab.yaml", "title: x\n")
                .file("chapter04/manifests/one.yaml", TestChapters.CONFIG_MAP)
                .file("chapter04/images/picture.svg", "<svg/>")
                .file("chapter12/basics/lab.yaml", "title: y\n")
                .file("drafts/lab.yaml", "title: no chapter\n");
    }

    @Test
    void chaptersAreFoldersNamedChapterAndANumber() {
        assertThat(chapters.catalogue().chapters()).containsExactly("chapter04", "chapter12");
    }

    @Test
    void labsAreTheDefaultLabAndEveryFolderWithALab() {
        assertThat(chapters.catalogue().labs("chapter04"))
                .containsExactly(
                        LabRef.of("chapter04"),
                        LabRef.of("chapter04", "ipv4-ipv6-support/dual-stack"),
                        LabRef.of("chapter04", "ipv4-ipv6-support/ipv6-only"),
                        LabRef.of("chapter04", "kubernetes-ipam"));
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes-ipan, kubernetes-ipam",
        "dual-stak, ipv4-ipv6-support/dual-stack",
        "dual-stack, ipv4-ipv6-support/dual-stack",
        "ipv6, ipv4-ipv6-support/ipv6-only",
        "ipv4-ipv6-support, ipv4-ipv6-support/dual-stack"
    })
    void anUnknownUseCaseIsAnsweredWithTheNearestNamesAndTheList(String asked, String nearest) {
        Failure failure = failureOf(() -> chapters.catalogue().folder(LabRef.of("chapter04", asked)));

        assertThat(failure.reason()).isEqualTo(Reason.USE_CASE_UNKNOWN);
        assertThat(failure.message()).contains("\"" + asked + "\"").contains("chapter04");
        assertThat(failure.next()).startsWith("Did you mean").contains(nearest);
        assertThat(failure.details()).hasSize(3).contains("kubernetes-ipam");
    }

    @Test
    void aNameWithoutSimilarOnesGetsOnlyTheList() {
        Failure failure = failureOf(() -> chapters.catalogue().folder(LabRef.of("chapter04", "quux")));

        assertThat(failure.next()).doesNotContain("Did you mean");
        assertThat(failure.details()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chapter4", "chapter5", "chapter044", "common", "drafts"})
    void anUnknownChapterIsRefusedWithTheKnownOnes(String asked) {
        Failure failure = failureOf(() -> chapters.catalogue().labs(asked));

        assertThat(failure.reason()).isEqualTo(Reason.CHAPTER_UNKNOWN);
        assertThat(failure.details()).containsExactly("chapter04", "chapter12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..", "../chapter12", "a/../b", "/etc", "", " ", "kubernetes-ipam/", "/kubernetes-ipam", "a//b",
                        "Kubernetes",
                "a\\b", "a b", "-a", "a-", "~", "$HOME", "a\nb", "ä", "C:", "."
            })
    void whatIsNoNameNeverBecomesAPath(String name) {
        Catalogue catalogue = chapters.catalogue();

        assertThat(failureOf(() -> catalogue.folder(LabRef.of("chapter04", name)))
                        .reason())
                .isEqualTo(Reason.NAME_INVALID);
        assertThat(failureOf(() -> catalogue.folder(LabRef.of(name))).reason()).isEqualTo(Reason.NAME_INVALID);
    }

    @Test
    void aNamedChaptersFolderIsNeverReplacedByAnother() {
        Map<String, String> none = Map.of();
        Path elsewhere = new TestChapters(folder.resolve("other"))
                .file("chapter01/lab.yaml", "title: z\n")
                .root();
        Path below = chapters.root().resolve("chapter04/kubernetes-ipam");

        assertThat(ChaptersFolder.find(Optional.of(elsewhere), none, folder, Optional.empty()))
                .isEqualTo(elsewhere);
        assertThat(ChaptersFolder.find(Optional.of(Path.of("other/chapters")), none, folder, Optional.empty()))
                .isEqualTo(elsewhere);
        assertThat(ChaptersFolder.find(
                        Optional.empty(), Map.of("LABCTL_CHAPTERS", elsewhere.toString()), folder, Optional.empty()))
                .isEqualTo(elsewhere);
        assertThat(ChaptersFolder.find(Optional.empty(), Map.of("LABCTL_CHAPTERS", " "), below, Optional.empty()))
                .isEqualTo(chapters.root());
        assertThat(failureOf(() ->
                                ChaptersFolder.find(Optional.of(Path.of("missing")), none, folder, Optional.of(folder)))
                        .reason())
                .isEqualTo(Reason.CHAPTERS_NOT_FOUND);
    }

    @Test
    void fromAFolderWithoutChaptersTheInstalledOnesAreFound(@TempDir Path empty) {
        assertThat(ChaptersFolder.find(Optional.empty(), Map.of(), empty, Optional.of(folder)))
                .isEqualTo(chapters.root());
        assertThat(failureOf(() -> ChaptersFolder.find(Optional.empty(), Map.of(), empty, Optional.empty()))
                        .reason())
                .isEqualTo(Reason.CHAPTERS_NOT_FOUND);
    }
}
