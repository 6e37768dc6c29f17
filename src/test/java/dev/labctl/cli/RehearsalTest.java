package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import dev.labctl.output.ReportSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The book's labs on a machine that has nothing but Java, command by command. */
class RehearsalTest {
    private static final String SMALL = "chapter04 --use-case cluster-scope-ipam-small";

    @TempDir
    Path folder;

    private Console labctl;

    @BeforeEach
    void aMachineWithoutTools() throws IOException {
        labctl = new Console(folder);
        labctl.home = java.util.Optional.of(Path.of("").toAbsolutePath());
        labctl.environment.put(
                "LABCTL_CHAPTERS", Path.of("chapters").toAbsolutePath().toString());
        for (String tool : new String[] {"kind", "docker", "cilium", "kubectl"}) {
            Files.delete(labctl.bin.resolve(tool));
        }
    }

    private Ended run(String line) {
        Ended ended = labctl.run(line.split(" ", -1));
        assertThat(labctl.runner.calls()).isEmpty();
        return ended;
    }

    private Ended done(String line) {
        Ended ended = run(line);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        return ended;
    }

    private Ended json(String line, int code) {
        Ended ended = run(line + " -o json");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(code);
        assertThat(ReportSchema.problems(ended.out())).as(ended.out()).isEmpty();
        return ended;
    }

    private static String text(Ended ended, String field) {
        return ended.json().get(field).stringValue();
    }

    /** A wrong name is a wrong name, whatever exists under the cluster's. */
    @ParameterizedTest
    @CsvSource({
        "up chapter99, CHAPTER_UNKNOWN",
        "up chapter04 -u cluster-scope-ipam-smal, USE_CASE_UNKNOWN",
        "run chapter99, CHAPTER_UNKNOWN",
        "reset chapter99, CHAPTER_UNKNOWN",
        "apply chapter04 -u smal, USE_CASE_UNKNOWN",
        "status chapter99, CHAPTER_UNKNOWN"
    })
    void unknownLabsAreReportedBeforeTheRehearsalIsOpened(String line, String reason) {
        done("up " + SMALL + " --rehearse");

        assertThat(text(json(line, 2), "reason")).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "ipam", "explain", "logs"})
    void commandsThatChangeNothingTakeNeitherSeedNorDryRun(String command) {
        for (String option : List.of("--seed", "--dry-run")) {
            assertThat(run(command + " " + option).err())
                    .startsWith("error: USAGE: \"" + option + "\" is not known here");
        }
    }

    @Test
    void aSeedWithoutARehearsalIsAnErrorThatIsReportedOnce() {
        assertThat(run("up " + SMALL + " --seed 5").err())
                .startsWith("error: USAGE: missing required argument(s): --rehearse\n");
    }

    @Test
    void aRunEndsAsTheRealOneAndSaysThatItIsNone() {
        Ended run = done("run " + SMALL + " --rehearse --seed 7");

        assertThat(run.out())
                .startsWith("rehearsal   no real cluster: nothing runs, everything is simulated\nholds      ")
                .endsWith("\nchapter04 cluster-scope-ipam-small is applied to cilium-book, and all 6 expectations hold"
                        + " (rehearsal: nothing runs, everything is simulated)\n");
        assertThat(run.err())
                .startsWith("rehearsal: a simulated cluster with a clock of its own\n")
                .contains("create cluster: done in", "wait for Cilium: done in", "pods are stuck, as the lab expects");
        Ended status = done("status");
        assertThat(status.out())
                .startsWith("rehearsal   no real cluster")
                .contains("10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29")
                .contains("not shown   traffic; policies; images and containers");
        assertThat(status.out().lines().count()).isLessThan(25);
    }

    @Test
    void theDocumentsSayWhoseTheyAre() {
        assertThat(text(json("run " + SMALL + " --rehearse", 0), "provider")).isEqualTo("rehearsal");
        assertThat(text(json("status", 0), "provider")).isEqualTo("rehearsal");
    }

    @Test
    void verifyTellsEveryExpectationAndKeepsItsFile() throws IOException {
        done("run " + SMALL + " --rehearse --seed 7");
        Path junit = folder.resolve("junit.xml");

        Ended verify = json("verify --junit " + junit, 0);

        assertThat(text(verify, "expect")).isEqualTo("fault");
        assertThat(verify.json().get("expectations"))
                .hasSize(6)
                .allSatisfy(one -> assertThat(one.get("verdict").stringValue()).isEqualTo("holds"));
        assertThat(Files.readString(junit)).contains("tests=\"6\" failures=\"0\"");
        assertThat(done("verify").out())
                .startsWith("rehearsal   no real cluster")
                .contains("all 6 expectations hold (rehearsal: nothing runs");
    }

    @Test
    void whatDoesNotHoldIsOneDocumentAndOneFailure() {
        done("run " + SMALL + " --rehearse --seed 7");

        Ended healthy = json("verify --expect healthy", 1);

        assertThat(text(healthy, "reason")).isEqualTo("EXPECTATION_FAILED");
        assertThat(text(healthy, "expect")).isEqualTo("healthy");
        assertThat(healthy.json().at("/expectations/2/verdict").stringValue()).isEqualTo("broken");
        assertThat(run("verify --expect healthy").err())
                .contains("error: EXPECTATION_FAILED: 1 of 5 expectations does not hold\n")
                .contains("no address, all 6 addresses of");
    }

    /** What cannot be shown is neither a pass nor a failure. */
    @Test
    void answersAreNotShownInARehearsal() {
        done("run chapter04 -u ipv4-ipv6-support/dual-stack --rehearse");

        Ended verify = done("verify");

        assertThat(verify.out())
                .contains("not shown  Both cluster IPs respond.")
                .contains("6 of 8 expectations hold; 2 cannot be shown here");
    }

    @ParameterizedTest
    @CsvSource({"--expect mended", "--expect", "--junit", "--timeout soon"})
    void whatVerifyDoesNotTake(String option) {
        assertThat(text(json("verify " + option, 2), "reason")).isEqualTo("USAGE");
    }

    @Test
    void aSecondRunHasNothingToDo() {
        done("run " + SMALL + " --rehearse");

        assertThat(done("run " + SMALL + " --rehearse").err())
                .contains(
                        "create cluster: nothing to do",
                        "install Cilium: nothing to do",
                        "apply manifests: nothing to do");
    }

    @Test
    void theOtherCommandsWorkOnItUnasked() {
        done("up " + SMALL + " --rehearse");
        done("cilium-install " + SMALL);
        done("apply " + SMALL);
        done("wait");
        assertThat(done("delete").err()).contains("2 deleted");
        assertThat(done("logs").out()).startsWith("rehearsal   no real cluster").contains("cilium-operator");
        done("cilium-uninstall");
        assertThat(text(json("context", 2), "reason")).isEqualTo("NOT_IN_REHEARSAL");
        assertThat(done("down").err()).contains("delete cluster: done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "reset"})
    void whoWantsARealClusterIsToldOfTheRehearsal(String command) {
        done("up chapter04 --rehearse");

        Ended refused = json(command + " chapter04", 4);

        assertThat(text(refused, "reason")).isEqualTo("REHEARSAL_THERE");
        assertThat(text(refused, "next")).contains("labctl down --cluster cilium-book");
    }

    @Test
    void onceItIsGoneItsNameIsARealClustersAgain() {
        done("up chapter04 --rehearse");
        done("down");

        assertThat(text(json("status", 3), "reason")).isEqualTo("TOOL_MISSING");
        assertThat(done("down --rehearse").err()).contains("nothing to do");
    }

    @Test
    void allOfThemGoAtOnce() {
        done("up chapter04 --rehearse --cluster one");
        done("up chapter04 --rehearse --cluster two");

        assertThat(done("down --all --rehearse").out()).contains("no cluster that labctl created is left");
        assertThat(text(json("status --cluster one", 3), "reason")).isEqualTo("TOOL_MISSING");
    }

    @Test
    void theStatusOfAllSaysThatKindCouldNotBeAsked() {
        done("up chapter04 --rehearse --cluster one");
        done("run " + SMALL + " --rehearse --cluster two");

        Ended all = done("status --all");

        assertThat(all.err()).isEmpty();
        assertThat(all.out().lines())
                .anyMatch(line -> line.matches(" +one +rehearsal +0/3 +chapter04: made, Cilium not installed"))
                .anyMatch(line -> line.matches(" +two +rehearsal +[0-9]+/14 +chapter04 cluster-scope-ipam-small: .*"))
                .anyMatch(line -> line.startsWith("kind  could not be asked: kind is not on the PATH."));
        Ended json = json("status --all", 0);
        assertThat(json.json().get("clusters")).hasSize(2);
        assertThat(json.json().at("/clusters/0/next").stringValue())
                .isEqualTo("labctl cilium-install chapter04 --cluster one");
        assertThat(json.json().at("/notAsked/0/reason").stringValue()).isEqualTo("TOOL_MISSING");
        assertThat(json("status --all --rehearse", 0).json().get("notAsked")).isEmpty();
    }

    @Test
    void oneThatIsDamagedHidesNoOther() throws IOException {
        done("up chapter04 --rehearse --cluster one");
        done("up chapter04 --rehearse --cluster two");
        Files.writeString(folder.resolve("home/.local/state/labctl/rehearsals/one.json"), "{");

        Ended json = json("status --all --rehearse", 0);

        assertThat(json.json().at("/clusters/0/stage").stringValue()).isEqualTo("silent");
        assertThat(json.json().at("/clusters/0/state").stringValue()).contains("one.json.damaged-1");
        assertThat(json.json().at("/clusters/1/stage").stringValue()).isEqualTo("made");
    }

    /** On a machine with another edition of the book. */
    @Test
    void aLabWhoseFilesAreGoneIsToldAllTheSame() {
        done("run " + SMALL + " --rehearse");
        labctl.environment.put("LABCTL_CHAPTERS", folder.resolve("chapters").toString());

        Ended status = done("status");

        assertThat(status.out())
                .contains("state       verified at ", "default/nginx", "not known   the lab's objects: ");
        assertThat(json("status chapter04 --use-case cluster-scope-ipam-small", 2)
                        .json()
                        .get("reason")
                        .stringValue())
                .isEqualTo("USE_CASE_UNKNOWN");
    }

    @Test
    void aRehearsalHasNoLogToFollow() {
        done("up chapter04 --rehearse");

        Ended refused = run("logs --follow");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("error: NOT_IN_REHEARSAL");
    }

    @Test
    void aBugReportOfARehearsalIsOne() {
        done("run " + SMALL + " --rehearse");

        Ended bundle = json("logs --bundle bug.zip", 0);

        assertThat(bundle.json().get("bundle")).hasSize(4);
        assertThat(text(bundle, "message"))
                .startsWith("the bundle is in BOOK/bug.zip; what looks like a secret has been removed");
        assertThat(folder.resolve("bug.zip")).isRegularFile();
    }

    @Test
    void aDamagedFileIsNamedAndKeptAsideAndDownStillWorks() throws IOException {
        Path file = folder.resolve("home/.local/state/labctl/rehearsals/cilium-book.json");
        done("up chapter04 --rehearse");
        Files.writeString(file, "{broken");

        assertThat(json("status", 1).json().get("message").stringValue()).contains("cilium-book.json.damaged-1");

        done("up chapter04 --rehearse");
        Files.writeString(file, "{broken");

        assertThat(done("down").err()).contains("cilium-book.json.damaged-2", "delete cluster: done");
        assertThat(file).doesNotExist();
    }

    @Test
    void aSeedIsOfARehearsal() {
        assertThat(text(json("up chapter04 --seed 7", 2), "reason")).isEqualTo("USAGE");
        assertThat(text(json("up chapter04 --rehearse --seed seven", 2), "reason"))
                .isEqualTo("USAGE");
    }

    @Test
    void aLabOfAwsIsRehearsedWithoutAws() {
        String lab = " chapter04 --use-case eni-mode";

        assertThat(done("run" + lab + " --rehearse --dry-run").out())
                .contains("eksctl create cluster", "eksctl create nodegroup")
                .doesNotContain("kind create");
        done("up" + lab + " --rehearse --seed 1");
        done("cilium-install" + lab);
        done("apply" + lab);
        done("verify");

        Ended map = json("ipam", 0);
        assertThat(map.json().at("/ipamMode").stringValue()).isEqualTo("eni");
        assertThat(map.json().at("/nodes/0/cidrs/0/pool").stringValue()).isEqualTo("t3.medium");
        assertThat(map.json().at("/nodes/0/cidrs/0/usable").intValue()).isEqualTo(16);
        assertThat(done("logs operator").out())
                .contains("msg=\"Resolving IP deficit of node\" subsys=ipam-allocator-aws name=ip-192-168-");
        done("explain");
        done("status");
        done("down");
    }

    @Test
    void aPlanNeedsNoToolsEither() throws IOException {
        Path picture = folder.resolve("small.svg");

        Ended plan = json("plan " + SMALL + " --fix --svg " + picture, 0);

        assertThat(plan.json().at("/workloads/0/stuck/min").intValue()).isEqualTo(6);
        assertThat(plan.json().at("/remedies/1/how").stringValue()).isEqualTo("default/nginx: replicas: 1");
        assertThat(Files.readString(picture)).startsWith("<svg").contains("10.0.84.8/29");
    }

    @Test
    void whatIsStuckIsExplained() {
        done("run " + SMALL + " --rehearse --seed 3");

        Ended text = done("explain deploy/nginx");
        Ended json = json("explain", 0);

        assertThat(text.out())
                .startsWith("rehearsal   no real cluster")
                .contains("RANGE_FULL", "wait for an address", "expects this: \"The second worker", "What to do")
                .doesNotContain("kubectl");
        assertThat(json.json().at("/explanations/0/reason").stringValue()).isEqualTo("RANGE_FULL");
        assertThat(text(json("explain pod/no-such-pod", 2), "reason")).isEqualTo("OBJECT_UNKNOWN");
        assertThat(text(json("explain secret/x", 2), "reason")).isEqualTo("USAGE");
        assertThat(done("explain netshoot -n default").out())
                .contains("Deployment default/netshoot is as it should be.");
    }

    @Test
    void theAddressMapGoesToAllPlacesAtOnce() throws IOException {
        Path picture = folder.resolve("map.svg");
        Path page = folder.resolve("map.html");
        done("run " + SMALL + " --rehearse --seed 7");

        Ended map = json("ipam --svg " + picture + " --html " + page, 0);

        assertThat(map.json().at("/nodes/2/cidrs/0/used").intValue()).isEqualTo(6);
        assertThat(map.json().at("/planned/0/agrees").booleanValue()).isTrue();
        assertThat(map.json().at("/lab/useCase").stringValue()).isEqualTo("cluster-scope-ipam-small");
        assertThat(Files.readString(picture)).startsWith("<svg").contains("Nothing runs");
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("Nothing runs");
        assertThat(done("ipam --node cilium-book-worker2").out())
                .startsWith("rehearsal   no real cluster")
                .contains("Addresses", "router")
                .doesNotContain("cilium-book-control-plane");
    }

    @ParameterizedTest
    @CsvSource({
        "ipam --watch --svg map.svg, USAGE, --watch writes no files",
        "ipam --watch --html map.html, USAGE, --watch writes no files",
        "ipam --watch, USAGE, --watch shows text only",
        "ipam --node nowhere, USAGE, there is no node nowhere",
        "ipam --html no/map.html, IO_FAILED, the page cannot be written to BOOK/no/map.html: there is no folder BOOK/no"
    })
    void whatCannotBeShownIsSaid(String line, String reason, String message) {
        done("run " + SMALL + " --rehearse --seed 7");
        boolean text = line.contains("map.") && line.contains("--watch");

        Ended ended = run(line + (text ? "" : " -o json"));

        assertThat(ended.code()).isEqualTo(reason.equals("USAGE") ? 2 : 1);
        if (text) {
            assertThat(ended.err()).contains("error: USAGE: " + message);
        } else {
            assertThat(text(ended, "reason")).isEqualTo(reason);
            assertThat(text(ended, "message")).isEqualTo(message);
            assertThat(ReportSchema.problems(ended.out())).isEmpty();
        }
    }

    @Test
    void aRehearsalCannotBeWatched() {
        done("run " + SMALL + " --rehearse --seed 7");

        Ended watch = run("ipam --watch");

        assertThat(watch.code()).isEqualTo(2);
        assertThat(watch.err()).contains("error: NOT_IN_REHEARSAL: there is nothing to watch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernetes-ipam|every pod runs as it is",
                "cluster-scope-ipam --replicas nginx=500 --set ipam.mode=fancy|no change of one kind was found"
            })
    void aPlanThatNothingCanMendSaysSo(String lab, String message) {
        assertThat(done("plan chapter04 --use-case " + lab + " --fix").out()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"--nodes=0", "--nodes=-3", "--nodes=many", "--replicas=ghost=1", "--replicas=nginx=-1", "--set=key"})
    void absurdChangesAreRefused(String change) {
        json("plan " + SMALL + " " + change, 2);
    }

    /** On a real cluster, too, and before it is opened: this machine has no kind. */
    @ParameterizedTest
    @CsvSource({
        "run, --rehearse",
        "run, --verbose",
        "cilium-install, --rehearse",
        "cilium-install, --verbose",
        "plan, --verbose"
    })
    void anInvalidCiliumVersionIsWrongUsage(String command, String option) {
        assertThat(text(json(command + " " + SMALL + " --cilium-version banana " + option, 2), "reason"))
                .isEqualTo("USAGE");
    }

    /** The rules are those of 1.18: what is predicted, simulated and explained for another version says so, and 1.18 does not. */
    @ParameterizedTest
    @CsvSource({"1.18.0, false", "1.20.2, true", "1.19.0-rc.1, true", "1.17.9, true", "1.13.4, true"})
    void anotherVersionOfCiliumIsAFinding(String version, boolean said) {
        String option = " --cilium-version " + version;

        String plan = json("plan " + SMALL + option, 0).json().get("findings").toString();
        String steps = json("run " + SMALL + " --rehearse" + option, 0)
                .json()
                .get("steps")
                .toString();
        String causes = json("explain --rehearse", 0).json().get("explanations").toString();
        String ofPod = json("explain deploy/nginx --rehearse", 0)
                .json()
                .get("explanations")
                .toString();

        assertThat(List.of(plan, steps, causes, ofPod))
                .allMatch(document ->
                        document.contains("VERSION_RULES") == said && document.contains("Cilium " + version) == said);
    }

    /** A real cluster may have the same name. */
    @Test
    void aDryRunPrintsNoCommandThatDeletesFromARealCluster() {
        done("run " + SMALL + " --rehearse");

        assertThat(done("down --rehearse --dry-run").out())
                .contains("labctl down")
                .doesNotContain("kind delete");
        assertThat(done("delete --dry-run").out()).doesNotContain("kubectl");
        assertThat(done("cilium-uninstall --dry-run").out()).doesNotContain("cilium uninstall");
    }
}
