package dev.labctl.cli;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import dev.labctl.json.Json;
import dev.labctl.output.ReportSchema;
import dev.labctl.provider.recorded.Sysdumps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read a sysdump or bundle in place of a cluster. No tool is run. */
class FromFileTest {
    @TempDir
    Path folder;

    private Console console;

    @BeforeEach
    void console() {
        console = new Console(folder);
    }

    private Ended run(String... args) {
        Ended ended = console.run(args);
        assertThat(console.runner.calls()).isEmpty();
        return ended;
    }

    private String shown(String... args) {
        Ended ended = run(args);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        return ended.out();
    }

    private String dump(String name, Predicate<String> kept) {
        return folder.relativize(Sysdumps.zip(name, folder.resolve(name + ".zip"), kept))
                .toString();
    }

    private String dump(String name) {
        return dump(name, file -> true);
    }

    @ParameterizedTest
    @CsvSource({
        "exhausted, status", "exhausted, ipam", "exhausted, explain",
        "leak, status", "leak, ipam", "leak, explain",
        "healthy, status", "healthy, ipam", "healthy, explain"
    })
    void realSysdumpsAreReadInPlaceOfClusters(String name, String command) {
        assertGolden("from/" + name + "-" + command + ".txt", shown(command, "--from", dump(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "ipam", "explain"})
    void jsonNamesTheFileAndWhatItIs(String command) {
        Ended ended = run(command, "--from", dump("leak"), "-o", "json");

        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(ended.json().get("provider").asString()).isEqualTo("sysdump");
        assertThat(ended.json().get("cluster").asString()).isEqualTo("leak.zip");
        if (command.equals("ipam")) {
            assertThat(ended.json().get("when").asString()).isEqualTo("2026-11-28T14:51:33Z");
        }
    }

    @Test
    void oneNodeOrOneObjectCanBeAskedFor() {
        String dump = dump("exhausted");

        assertThat(shown("ipam", "--node", "realc-worker2", "--from", dump))
                .contains("10.0.84.6")
                .doesNotContain("10.0.42.6");
        assertThat(shown("explain", "deploy/nginx", "--from", dump)).contains("RANGE_FULL");
        assertThat(shown("explain", "deploy/netshoot", "--from", dump))
                .startsWith("Deployment default/netshoot is as it should be.");
    }

    @Test
    void picturesAndPagesAreDrawnOfThemAsWell() {
        shown("ipam", "--from", dump("healthy"), "--svg", "map.svg", "--html", "map.html");

        assertThat(folder.resolve("map.svg")).content().contains("sd-e-worker2");
        assertThat(folder.resolve("map.html")).content().contains("sd-e-worker2");
    }

    @Test
    void aLabIsComparedWithADump() {
        assertThat(shown("ipam", "chapter04", "--use-case", "cluster-scope", "--from", dump("exhausted")))
                .contains("Not as planned");
    }

    /** Without the agents' own status: the block is full, and fewer addresses have an owner. */
    @Test
    void leakedAddressesAreInferredWhereTheAgentsWereNotAsked() {
        String dump = dump("leak", file -> !file.contains("bugtool"));

        assertGolden("from/leak-inferred-explain.txt", shown("explain", "--from", dump));
        assertThat(shown("ipam", "--from", dump))
                .contains("no known owner")
                .contains("7 addresses on sd-d-worker2 have no known owner, and none is free");
        Ended ended = run("ipam", "--from", dump, "-o", "json");
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(ended.out()).contains("\"unowned\" : 7").doesNotContain("\"leaked\"");
    }

    @Test
    void leakedAddressesAreMarked() {
        String dump = dump("leak");

        assertThat(run("ipam", "--from", dump, "-o", "json").out())
                .contains("\"leaked\" : true")
                .contains("\"reason\" : \"ADDRESSES_LEAKED\"");
        assertThat(shown("ipam", "--node", "sd-d-worker2", "--from", dump))
                .containsPattern("10\\.80\\.0\\.67 +default/old-2, leaked: no such pod");
        assertThat(shown("explain", "--from", dump("leak", file -> !file.contains("endpoint-list"))))
                .containsIgnoringWhitespaces("unless they were created after the list of pods was collected");
    }

    @Test
    void whatWasNotCollectedIsNotClaimed() {
        String nodesAlone = dump("leak", file -> file.contains("ciliumnodes"));

        assertGolden("from/nodes-alone-status.txt", shown("status", "--from", nodesAlone));
        assertGolden("from/nodes-alone-explain.txt", shown("explain", "--from", nodesAlone));
        assertGolden(
                "from/nodes-alone-ipam.txt", run("ipam", "--from", nodesAlone).err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"k8s-pods", "k8s-nodes", "ciliumnodes", "cilium-configmap", "k8s-events", "cilium-daemonset"})
    void eachFileMayBeMissing(String name) {
        String dump = dump("leak", file -> !file.contains("/" + name + "-"));

        for (String command : List.of("status", "ipam", "explain")) {
            Ended ended = run(command, "--from", dump, "-o", "json");
            assertThat(ended.code()).as(command).isZero();
            assertThat(ReportSchema.problems(ended.out())).as(command).isEmpty();
            assertThat(ended.json().get("notes").isEmpty()).isFalse();
        }
        assertThat(shown("explain", "--from", dump))
                .doesNotContain("AGENT_NOT_READY", "room again", "0 nodes", "before any pod starts", "no block");
        assertThat(shown("ipam", "--from", dump)).doesNotContain("no block", "IPAM mode ,");
    }

    @Test
    void aBundleIsReadInPlaceOfItsCluster() {
        console.chapters.file(
                "chapter04/cluster-scope/manifests/20-two.yaml",
                "apiVersion: v1\nkind: Service\nmetadata: {name: two}\nspec: {ports: [{port: 80}]}\n");
        Ended ran = console.run("run", "chapter04", "--use-case", "cluster-scope", "--rehearse");
        assertThat(ran.code()).as(ran.err()).isZero();
        console.run("logs", "--bundle", "bundle.zip", "--rehearse");
        String live = console.run("ipam", "--rehearse").out();

        String read = console.run("ipam", "--from", "bundle.zip").out();

        assertThat(untilPlan(read)).isEqualTo(untilPlan(live)).contains("no real cluster");
        assertThat(read).contains("facts are as `labctl plan` predicts.");
        assertThat(console.run("status", "--from", "bundle.zip").out()).contains("cilium-book-control-plane");
        assertThat(console.run("explain", "--from", "bundle.zip").out()).contains("Everything is as it should be.");
        assertThat(console.run("status", "--from", "bundle.zip", "-o", "json")
                        .json()
                        .get("provider")
                        .asString())
                .isEqualTo("bundle");
    }

    /** What is set stands in the document, even if Cilium's operator does not start with it. */
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 999", "'', 24", "10.0.0.0, 0", "10.0.0.0/33 fd00::/8, 33"})
    void settingsThatCiliumRefusesAreWithinTheSchema(String cidrs, int mask) throws IOException {
        Map<String, Object> config = Map.of(
                "ipam", "multi-pool",
                "enable-ipv4", "true");
        Map<String, Object> pool = Map.of("ipv4", Map.of("cidrs", List.of(cidrs), "maskSize", mask));
        bundle(List.of(
                Map.of("apiVersion", "v1", "kind", "Node", "metadata", Map.of("name", "worker")),
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("name", "cilium-config", "namespace", "kube-system"),
                        "data",
                        config),
                Map.of(
                        "apiVersion", "apps/v1",
                        "kind", "DaemonSet",
                        "metadata", Map.of("name", "cilium", "namespace", "kube-system")),
                Map.of(
                        "apiVersion",
                        "cilium.io/v2alpha1",
                        "kind",
                        "CiliumPodIPPool",
                        "metadata",
                        Map.of("name", "default"),
                        "spec",
                        pool)));

        Ended ended = run("ipam", "--from", "bundle.zip", "-o", "json");

        assertThat(ReportSchema.problems(ended.out())).as(ended.out()).isEmpty();
        assertThat(ended.json().at("/pools/0/maskSize").asInt()).isEqualTo(mask);
    }

    private void bundle(List<Map<String, Object>> objects) throws IOException {
        Map<String, Object> observation = Map.of("at", "2026-11-28T14:51:33Z", "objects", objects);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bundle.zip")))) {
            zip.putNextEntry(new ZipEntry("observation.json"));
            zip.write(Json.write(observation).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The names of nodes are not those that the plan expects of a cluster of that name. */
    private static String untilPlan(String text) {
        return text.substring(0, text.indexOf("\nPlan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cluster=mine", "--rehearse", "--context=mine"})
    void aFileIsNoClusterOfAName(String option) {
        Ended ended = run("ipam", "--from", dump("healthy"), option);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("--from is read in place of a cluster");
    }

    @Test
    void aFileDoesNotChangeAndIsOne() {
        assertThat(run("ipam", "--from", dump("healthy"), "--watch").err())
                .contains("--watch shows what changes, and a recording does not");
        assertThat(run("status", "--all", "--from", dump("healthy")).code()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsAnErrorOfTheReader() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "text\n");
        for (String file : List.of("missing.zip", "notes.txt", "bin")) {
            Ended ended = run("explain", "--from", file);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("RECORDING_INVALID").contains(file);
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        String dump = dump("leak");
        List<Path> before = files();

        shown("explain", "--from", dump);

        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        }
    }
}
