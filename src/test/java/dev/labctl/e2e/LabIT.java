package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each lab as its README leads a reader through it, command by command, with labctl and with bare tools. {@code
 * -Dlab=kubernetes-ipam} takes one lab alone.
 */
class LabIT {
    private static final String CLUSTER = "cilium-book";
    private static final Path CHAPTER = Path.of("chapters/chapter04");
    private static final String VALUES =
            "helm --kube-context kind-" + CLUSTER + " --namespace kube-system get values cilium -o json";

    /** The values of each lab's Cilium, whichever way installed it first. */
    private static final Map<String, String> INSTALLED = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private Shell shell;

    static Stream<String> labs() {
        String only = System.getProperty("lab", "");
        return Stream.of(
                        "",
                        "kubernetes-ipam",
                        "cluster-scope-ipam",
                        "cluster-scope-ipam-small",
                        "multi-pool-ipam",
                        "ipv4-ipv6-support/dual-stack",
                        "ipv4-ipv6-support/ipv6-only")
                .filter(lab -> only.isEmpty() || lab.equals(only));
    }

    @BeforeEach
    void aReadersTerminal() {
        Shell.needs("docker", "kind", "cilium", "helm", "kubectl", "bash");
        shell = new Shell(folder);
        shell.needsNoCluster(CLUSTER);
    }

    @AfterEach
    void nothingIsLeft() {
        shell.deleteCluster(CLUSTER);
    }

    @ParameterizedTest(name = "README of \"{0}\"")
    @MethodSource("labs")
    void everyCommandOfTheReadmeDoesWhatItSays(String lab) {
        List<String> blocks = new Readme(CHAPTER.resolve(lab).resolve("README.md")).commands();
        assertThat(blocks).hasSizeGreaterThan(3);
        boolean checked = false;
        for (String block : blocks) {
            Shell.Ended ended = shell.run(block).succeeds();
            said(block, ended);
            if (!checked && block.contains(lab.isEmpty() ? "labctl cilium-install" : "labctl apply")) {
                Kubectl kubectl = new Kubectl(shell, CLUSTER);
                new LabChecks(kubectl).check(lab);
                hasTheSameValues(lab);
                PlanFacts.agree(shell, kubectl, lab.isEmpty() ? "chapter04" : "chapter04 --use-case " + lab);
                checked = true;
            }
        }
        assertThat(checked).isTrue();
        assertThat(shell.run("kind get clusters").succeeds().out()).doesNotContain(CLUSTER);
    }

    /** What a block says of itself is true: HTTP answers, counts of pods. */
    private static void said(String block, Shell.Ended ended) {
        long asked = block.lines().filter(line -> line.contains("%{http_code}")).count();
        long answered =
                ended.out().lines().filter(line -> line.contains("200 from ")).count();
        assertThat(answered).as(block + ended.out()).isGreaterThanOrEqualTo(asked);
        if (block.contains("--replicas=100")) {
            assertThat(ended.out()).contains("100/100");
        }
    }

    @ParameterizedTest(name = "bare tools on \"{0}\"")
    @MethodSource("labs")
    void theFilesWorkWithoutLabctl(String lab) {
        List<String> blocks = new Readme(CHAPTER.resolve(lab).resolve("README.md")).bareCommands();
        assertThat(blocks).hasSize(1);
        List<String> lines = blocks.get(0).lines().toList();
        assertThat(lines.get(lines.size() - 1)).isEqualTo("kind delete cluster --name " + CLUSTER);

        lines.subList(0, lines.size() - 1)
                .forEach(line -> shell.run(onThisMachine(line)).succeeds());
        LabChecks checks = new LabChecks(new Kubectl(shell, CLUSTER));
        // Not every lab has something that its README's last line could wait for: exhaustion is not a condition.
        Patience.untilHolds(() -> checks.check(lab));
        hasTheSameValues(lab);
        shell.run(lines.get(lines.size() - 1)).succeeds();
    }

    /** With kube-proxy and without: what the cilium CLI adds to values depends on nothing else of a lab. */
    static Stream<String> clusters() {
        return labs().filter(List.of("", "ipv4-ipv6-support/dual-stack")::contains);
    }

    /**
     * {@code labctl run} installs Cilium while kind still joins the workers. It is ended then: what comes after is the same as
     * in the other tests.
     */
    @ParameterizedTest(name = "labctl run of \"{0}\"", allowZeroInvocations = true)
    @MethodSource("clusters")
    void runInstallsTheSameCiliumAsTheSingleCommands(String lab) {
        String arguments = lab.isEmpty() ? "chapter04" : "chapter04 --use-case " + lab;
        Shell.Ended ended = shell.run("labctl run " + arguments + " >&2 & run=$!; until " + VALUES
                        + " 2>/dev/null; do kill -0 $run; sleep 1; done; kill $run; wait $run || true")
                .succeeds();
        hasTheSameValues(lab, ended.out());
    }

    private void hasTheSameValues(String lab) {
        hasTheSameValues(lab, shell.run(VALUES).succeeds().out());
    }

    /** The values that a reader's cluster gets do not depend on who called the cilium CLI, or when. */
    private static void hasTheSameValues(String lab, String values) {
        String first = INSTALLED.putIfAbsent(lab, values);
        if (first != null) {
            assertThat(values).as("Helm's values of Cilium").isEqualTo(first);
        }
    }

    /** A machine may have one node image alone, and then says which. */
    private static String onThisMachine(String line) {
        String image = System.getenv("LABCTL_NODE_IMAGE");
        return image == null ? line : line.replaceAll("--image \\S+", "--image " + image);
    }
}
