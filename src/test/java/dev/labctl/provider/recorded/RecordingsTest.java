package dev.labctl.provider.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation.Gap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be read of files that claim to be sysdumps or bundles. */
class RecordingsTest {
    @TempDir
    Path folder;

    private static List<String> names(Recording recording, String kind) {
        return recording.objects().stream()
                .filter(object -> object.kind().equals(kind))
                .map(KubeObject::name)
                .toList();
    }

    private static List<String> gaps(Recording recording) {
        return recording.gaps().stream().map(Gap::kind).sorted().toList();
    }

    private void refused(Path file, String... words) {
        assertThatThrownBy(() -> Recordings.read(file)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.RECORDING_INVALID);
            assertThat(e.failure().next()).isNotEmpty();
            assertThat(e.failure().message()).contains(words);
        });
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile).filter(path -> !path.startsWith(file)))
                    .as("nothing is written")
                    .isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("a.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void aZipFileAndAFolderAreReadAlike() {
        Recording zip = Recordings.read(Sysdumps.zip("leak", folder.resolve("leak.zip")));
        Recording unpacked = Recordings.read(Sysdumps.folder("leak", folder.resolve("leak")));

        assertThat(zip).isEqualTo(unpacked);
        assertThat(zip.kind()).isEqualTo("sysdump");
        assertThat(zip.at()).isEqualTo(Instant.parse("2026-11-28T14:51:33Z"));
        assertThat(zip.kubernetes()).isEqualTo("v1.33.13");
        assertThat(names(zip, "Node")).containsExactly("sd-d-control-plane", "sd-d-worker", "sd-d-worker2");
        assertThat(names(zip, "Pod")).hasSize(74);
        assertThat(zip.gaps()).isEmpty();
    }

    @Test
    void theDumpsOwnFolderMayBeNamedAsWell() {
        Path unpacked = Sysdumps.folder("leak", folder.resolve("leak"));

        assertThat(Recordings.read(unpacked.resolve("sysdump-d"))).isEqualTo(Recordings.read(unpacked));
    }

    @Test
    void eachAgentsStatusIsWithItsNode() {
        Recording leak = Recordings.read(Sysdumps.zip("leak", folder.resolve("leak.zip")));

        KubeObject node = leak.objects().stream()
                .filter(object ->
                        object.kind().equals("CiliumNode") && object.name().equals("sd-d-worker2"))
                .findFirst()
                .orElseThrow();
        assertThat(node.text("agentStatus", "agent")).contains("cilium-4cfrf");
        assertThat(node.list("agentStatus", "allocations"))
                .hasSize(30)
                .contains(Map.of("ip", "10.80.0.67", "owner", "default/old-2", "endpoint", false));
    }

    /** Cilium 1.14 called its agent's program {@code cilium}; its cilium CLI had no file of pools. */
    @Test
    void aDumpOfCilium114IsRead() throws IOException {
        Path dump = Sysdumps.folder("leak", folder.resolve("leak"));
        Files.delete(Sysdumps.file(dump, "ciliumpodippools"));
        Files.delete(Sysdumps.file(dump, "k8s-leases"));
        try (Stream<Path> all = Files.walk(dump)) {
            for (Path file : all.filter(path -> path.getFileName().toString().startsWith("cilium-dbg-"))
                    .toList()) {
                Files.move(
                        file, file.resolveSibling(file.getFileName().toString().replace("-dbg", "")));
            }
        }

        Recording read = Recordings.read(dump);

        assertThat(read.gaps()).isEmpty();
        assertThat(read.notes()).anyMatch(note -> note.contains("taken to be UTC"));
        assertThat(read.notes()).noneMatch(note -> note.contains("status of the agent"));
    }

    @Test
    void whatWasNotCollectedIsAGap() throws IOException {
        Path dump = Sysdumps.folder("leak", folder.resolve("leak"));
        Files.delete(Sysdumps.file(dump, "k8s-services"));
        Files.writeString(Sysdumps.file(dump, "ciliumnodes"), "");
        Path events = Sysdumps.file(dump, "k8s-events");
        String text = Files.readString(events);
        Files.writeString(events, text.substring(0, text.length() / 2));
        Files.writeString(Sysdumps.file(dump, "k8s-namespaces"), "error: connection refused\n");

        Recording read = Recordings.read(dump);

        assertThat(read.gaps())
                .containsExactlyInAnyOrder(
                        new Gap("Service", "the sysdump has no file k8s-services-20261128-145133.yaml"),
                        new Gap("CiliumNode", "ciliumnodes-20261128-145133.yaml: it is empty"),
                        new Gap("Event", "k8s-events-20261128-145133.yaml: its end is missing"),
                        new Gap("Namespace", "k8s-namespaces-20261128-145133.yaml: its end is missing"));
        assertThat(names(read, "Event")).isNotEmpty();
    }

    @Test
    void aDumpOfOneFileHasThatAlone() {
        Recording read =
                Recordings.read(Sysdumps.zip("leak", folder.resolve("some.zip"), path -> path.contains("ciliumnodes")));

        assertThat(names(read, "CiliumNode")).hasSize(3);
        assertThat(gaps(read)).containsExactly("ConfigMap", "Event", "Namespace", "Node", "Pod", "Service");
    }

    @Test
    void agentsWhoseStatusIsMissingAreNamed() {
        Recording read = Recordings.read(Sysdumps.zip(
                "leak",
                folder.resolve("some.zip"),
                path -> !path.contains("bugtool-cilium-4cfrf") || !path.contains("status")));

        assertThat(read.notes())
                .contains(
                        "The sysdump has no status of the agent on sd-d-worker2: addresses that are held for pods that no"
                                + " longer exist can only be inferred there.");
    }

    @Test
    void whatIsNeitherIsRefused() throws IOException {
        refused(folder.resolve("missing.zip"), "there is no file or folder");
        refused(Files.createDirectory(folder.resolve("empty")), "is neither a sysdump nor a bundle: it is empty");
        Path text = Files.writeString(folder.resolve("notes.txt"), "no zip file\n");
        refused(text, "notes.txt is not a zip file that can be read");
        Files.delete(text);
        refused(zip("README.md", new byte[3]), "is neither a sysdump nor a bundle", "k8s-pods-TIME.yaml");
    }

    @Test
    void aZipFileThatIsCutOffIsRefused() throws IOException {
        Path file = Sysdumps.zip("healthy", folder.resolve("healthy.zip"));
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length / 2));

        refused(file, "healthy.zip is not a zip file that can be read");
    }

    @Test
    void pathsThatLeadOutOfTheFileAreRefused() throws IOException {
        refused(zip("../../k8s-pods-20261128-145133.yaml", new byte[1]), "leads out of it", "../../k8s-pods");
        refused(zip("/etc/k8s-pods-20261128-145133.yaml", new byte[1]), "leads out of it");
        refused(zip("a\\..\\..\\b", new byte[1]), "leads out of it");
    }

    @Test
    void linksOfAFolderAreNotFollowed() throws IOException {
        Path dump = Sysdumps.folder("leak", folder.resolve("leak"));
        Path pods = Sysdumps.file(dump, "k8s-pods");
        Path elsewhere = Files.move(pods, folder.resolve("elsewhere.yaml"));
        Files.createSymbolicLink(pods, elsewhere);

        assertThat(gaps(Recordings.read(dump))).contains("Pod");
    }

    /** 100 MiB of spaces are 100 KiB in a zip file. */
    @Test
    void aZipBombIsRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("k8s-pods-20261128-145133.yaml"));
            byte[] lines = ("#" + " ".repeat((1 << 20) - 2) + "\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
                zip.write(lines);
            }
            zip.closeEntry();
        }

        refused(file, "may be a zip bomb", "more than 200 times as long as it is compressed");
    }

    @Test
    void aDirectoryThatClaimsManyFilesIsRefused() throws IOException {
        Path file = zip("k8s-pods-20261128-145133.yaml", new byte[1]);
        byte[] all = Files.readAllBytes(file);
        // The length of the directory, in the last 22 bytes.
        int length = all.length - 22 + 12;
        all[length + 3] = 0x70;
        Files.write(file, all);

        refused(file, "may be a zip bomb");
    }

    @Test
    void twoDumpsInOneFolderAreRefused() {
        Path both = folder.resolve("both");
        Sysdumps.folder("leak", both);
        Sysdumps.folder("healthy", both);

        refused(both, "there are 2 sysdumps", "sysdump-d/*-20261128-145133", "sysdump-e/*-20261128-145531");
    }

    @Test
    void aBundleWithoutAnObservationSaysWhy() throws IOException {
        refused(zip("status.json", "{}".getBytes(StandardCharsets.UTF_8)), "the bundle has no observation");
    }

    /** Whoever edits a bundle may leave an object without a name, which no API server has. */
    @Test
    void anObjectWithoutANameIsLeftOut() throws IOException {
        String bundle =
                """
                {"at": "2026-11-28T14:51:33Z", "objects": [
                  {"apiVersion": "v1", "kind": "Node", "metadata": {"name": ""}},
                  {"apiVersion": "v1", "kind": "Node", "metadata": null},
                  {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker"}}]}
                """;

        assertThat(Recordings.read(zip("observation.json", bundle.getBytes(StandardCharsets.UTF_8)))
                        .objects())
                .singleElement()
                .satisfies(node -> assertThat(node.name()).isEqualTo("worker"));
    }

    @Test
    void aDamagedBundleIsRefused() throws IOException {
        refused(zip("observation.json", "{\"at\":".getBytes(StandardCharsets.UTF_8)), "observation.json of the bundle");
        refused(zip("observation.json", "{}".getBytes(StandardCharsets.UTF_8)), "does not say when");
    }
}
