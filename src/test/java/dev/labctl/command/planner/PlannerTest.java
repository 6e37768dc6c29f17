package dev.labctl.command.planner;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.cilium.Damage;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Halted;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.CiliumSteps.AwaitCilium;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import dev.labctl.steps.CiliumSteps.RestartCilium;
import dev.labctl.steps.CiliumSteps.UninstallCilium;
import dev.labctl.steps.CiliumSteps.UpgradeCilium;
import dev.labctl.steps.ClusterSteps.AwaitNodes;
import dev.labctl.steps.ClusterSteps.CheckMachine;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import dev.labctl.steps.ClusterSteps.DeleteCluster;
import dev.labctl.steps.ClusterSteps.StartNodes;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.steps.objects.ApplyManifests.Phase;
import dev.labctl.steps.objects.AwaitObjects;
import dev.labctl.steps.objects.AwaitSystem;
import dev.labctl.steps.verification.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From every state that a cluster can be in to the steps that lead to the lab's, or to a refusal. */
class PlannerTest {
    private static final ClusterName CLUSTER = ClusterName.BOOK;
    private static final String IMAGE = "kindest/node:v1";
    private static final ClusterFacts FACTS = new ClusterFacts(1, 1, "v1.33.12", "ipv4", true, false);
    private static final IpamSettings CLUSTER_POOL = new IpamSettings("cluster-pool", Family.IPV4);

    private static final HaltedNodes STOPPED = Halted.nodes(Condition.STOPPED, "docker start n1 n2", "n1", "n2");
    private static final HaltedNodes PAUSED = Halted.nodes(Condition.PAUSED, "docker unpause n2", "n2");
    private static final HaltedNodes GONE = Halted.nodes(Condition.GONE, "", "n2");

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static Lab sameCluster;
    private static Lab otherCluster;
    private static ClusterSpec wanted;
    private static Optional<Needs> needs;
    private static CiliumRequest request;

    @BeforeAll
    static void labs() {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/a/values.yaml", "ipam: {mode: cluster-pool}\n")
                .file("chapter04/a/manifests/one.yaml", TestChapters.CONFIG_MAP)
                .file("chapter04/b/values.yaml", "ipam: {mode: kubernetes}\n")
                .file("chapter04/c/kind.yaml", TestChapters.KIND + "  - role: worker\n");
        lab = chapters.resolve(LabRef.of("chapter04", "a"));
        sameCluster = chapters.resolve(LabRef.of("chapter04", "b"));
        otherCluster = chapters.resolve(LabRef.of("chapter04", "c"));
        wanted = spec(lab);
        needs = Optional.of(Needs.ofCluster(lab));
        request = new CiliumRequest(CLUSTER, lab.ref(), "1.18.2", lab.values());
    }

    private static ClusterSpec spec(Lab of) {
        return new ClusterSpec(CLUSTER, of.ref(), of.kind().orElseThrow(), IMAGE);
    }

    private static DesiredLab desired(CiliumRequest cilium, IpamSettings settings) {
        return new DesiredLab(wanted, false, cilium, settings);
    }

    private static DesiredLab desired(boolean imageAsked) {
        return new DesiredLab(wanted, imageAsked, request, CLUSTER_POOL);
    }

    private static ClusterState.Managed made(LabRecord record, CiliumState cilium) {
        return new ClusterState.Managed(record, FACTS, cilium);
    }

    private static ClusterState.Managed made(ClusterSpec spec) {
        return made(LabRecord.of(spec), CiliumState.NONE);
    }

    private static ClusterState state(String name) {
        return switch (name) {
            case "absent" -> new ClusterState.Absent();
            case "half made" -> new ClusterState.Incomplete("cut off");
            case "busy" -> new ClusterState.Busy("process 7 is making it");
            case "the lab's" -> made(wanted);
            case "the lab's, another image" -> made(wanted.withNodeImage("kindest/node:v0"));
            case "another lab's, the same cluster" -> made(spec(sameCluster));
            case "another lab's, another cluster" -> made(spec(otherCluster));
            case "ours without a record" -> new ClusterState.Foreign(true, FACTS, CiliumState.NONE, Optional.empty());
            case "somebody else's" -> new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty());
            case "ours, stopped" -> new ClusterState.Unreachable(true, "no answer", STOPPED);
            case "ours, a node gone" -> new ClusterState.Unreachable(true, "no answer", GONE);
            case "the lab's, a node paused" -> made(wanted).with(PAUSED);
            case "the lab's, a node gone" -> made(wanted).with(GONE);
            case "somebody else's, stopped" -> new ClusterState.Unreachable(false, "no answer", STOPPED);
            case "ours, silent" -> new ClusterState.Unreachable(true, "connection refused");
            case "somebody else's, silent" -> new ClusterState.Unreachable(false, "connection refused");
            default -> throw new AssertionError(name);
        };
    }

    /** The steps, or the reason of the refusal. */
    private static Object planned(Supplier<List<Step>> plan) {
        try {
            return plan.get();
        } catch (FailureException e) {
            return e.failure().reason();
        }
    }

    private static Object meant(String word) {
        return switch (word) {
            case "found" ->
                List.of(new AlreadyDone("create cluster", "cilium-book is there, with the lab chapter04 a"));
            case "reused" ->
                List.of(new AlreadyDone(
                        "create cluster", "cilium-book is there, with the lab chapter04 b; to chapter04 a: reuse"));
            case "make" ->
                List.of(new CheckMachine(needs.orElseThrow()), new CreateCluster(wanted), new AwaitNodes(wanted));
            case "clear" ->
                List.of(
                        new CheckMachine(needs.orElseThrow()),
                        new DeleteCluster(CLUSTER, "cut off"),
                        new CreateCluster(wanted),
                        new AwaitNodes(wanted));
            case "replace" ->
                List.of(
                        new CheckMachine(needs.orElseThrow()),
                        new DeleteCluster(CLUSTER, "to recreate it"),
                        new CreateCluster(wanted),
                        new AwaitNodes(wanted));
            case "delete" -> List.of(new DeleteCluster(CLUSTER, ""));
            case "nothing" -> List.of(new AlreadyDone("delete cluster", "there is no cluster cilium-book"));
            default -> Reason.valueOf(word);
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "state                           | up               | image asked      | --recreate       | and image asked  | --replace-foreign",
                "absent                          | make             | make             | make             | make             | make",
                "half made                       | clear            | clear            | clear            | clear            | clear",
                "busy                            | CLUSTER_BUSY     | CLUSTER_BUSY     | CLUSTER_BUSY     | CLUSTER_BUSY     | CLUSTER_BUSY",
                "the lab's                       | found            | found            | replace          | replace          | replace",
                "the lab's, another image        | found            | CLUSTER_DIFFERS  | replace          | replace          | replace",
                "another lab's, the same cluster | reused           | reused           | replace          | replace          | replace",
                "another lab's, another cluster  | CLUSTER_DIFFERS  | CLUSTER_DIFFERS  | replace          | replace          | replace",
                "ours without a record           | CLUSTER_DIFFERS  | CLUSTER_DIFFERS  | replace          | replace          | replace",
                "somebody else's                 | CLUSTER_DIFFERS  | CLUSTER_DIFFERS  | CLUSTER_NOT_OURS | CLUSTER_NOT_OURS | replace",
                "the lab's, a node paused        | found            | found            | replace          | replace          | replace",
                "ours, stopped                   | CLUSTER_STOPPED  | CLUSTER_STOPPED  | replace          | replace          | replace",
                "somebody else's, stopped        | CLUSTER_STOPPED  | CLUSTER_STOPPED  | CLUSTER_NOT_OURS | CLUSTER_NOT_OURS | replace",
                "ours, a node gone               | CLUSTER_DIFFERS  | CLUSTER_DIFFERS  | replace          | replace          | replace",
                "the lab's, a node gone          | CLUSTER_DIFFERS  | CLUSTER_DIFFERS  | replace          | replace          | replace",
                "ours, silent                    | API_UNREACHABLE  | API_UNREACHABLE  | replace          | replace          | replace",
                "somebody else's, silent         | API_UNREACHABLE  | API_UNREACHABLE  | CLUSTER_NOT_OURS | CLUSTER_NOT_OURS | replace"
            },
            quoteCharacter = '"',
            useHeadersInDisplayName = true)
    void upDoesWhatTheStateOfTheClusterAsksFor(
            String state, String up, String imageAsked, String recreate, String both, String any) {
        assertThat(plannedUp(false, state, Replacing.NOTHING)).isEqualTo(meant(up));
        assertThat(plannedUp(true, state, Replacing.NOTHING)).isEqualTo(meant(imageAsked));
        assertThat(plannedUp(false, state, Replacing.OWN)).isEqualTo(meant(recreate));
        assertThat(plannedUp(true, state, Replacing.OWN)).isEqualTo(meant(both));
        assertThat(plannedUp(false, state, Replacing.ANY)).isEqualTo(meant(any));
    }

    private static Object plannedUp(boolean imageAsked, String state, Replacing replacing) {
        return planned(() -> Planner.up(desired(imageAsked), needs, state(state), replacing));
    }

    private static Failure refusedUp(boolean imageAsked, String state) {
        return failureOf(() -> Planner.up(desired(imageAsked), needs, state(state), Replacing.NOTHING));
    }

    @Test
    void aClusterThatDiffersIsRefusedWithEveryDifferenceAndTheWaysOut() {
        Failure failure = refusedUp(false, "another lab's, another cluster");

        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.message())
                .isEqualTo("there is a cluster cilium-book, and it is not the one that chapter04 a wants");
        assertThat(failure.details())
                .containsExactly(
                        "it holds the lab chapter04 c, not chapter04 a",
                        "kind.yaml, nodes[2].role: worker here, not set in the lab");
        assertThat(failure.next()).contains("--recreate").contains("--cluster");
    }

    @Test
    void aNodeImageCountsOnlyWhereItWasAskedForByName() {
        assertThat(refusedUp(true, "the lab's, another image").details())
                .containsExactly("its node image is kindest/node:v0, not kindest/node:v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours, stopped", "the lab's, a node paused"})
    void nodesOfOnesOwnClusterAreStarted(String state) {
        HaltedNodes halted = state.equals("ours, stopped") ? STOPPED : PAUSED;

        assertThat(Planner.start(CLUSTER, state(state), Replacing.NOTHING)).contains(new StartNodes(CLUSTER, halted));
        assertThat(Planner.start(CLUSTER, state(state), Replacing.OWN))
                .as("what is replaced anyway")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"somebody else's, stopped", "ours, a node gone", "the lab's, a node gone", "the lab's"})
    void otherNodesAreNotStarted(String state) {
        assertThat(Planner.start(CLUSTER, state(state), Replacing.NOTHING)).isEmpty();
    }

    @Test
    void otherCommandsNameTheNodesAndWhatStartsThem() {
        Failure stopped = failureOf(() -> Refusals.unlessManaged(CLUSTER, state("ours, stopped")));
        assertThat(stopped.message()).isEqualTo("in the cluster cilium-book the nodes n1 and n2 are stopped");
        assertThat(stopped.next()).contains("labctl up …").contains("docker start n1 n2");

        Failure gone = failureOf(() -> Refusals.unlessManaged(CLUSTER, state("the lab's, a node gone")));
        assertThat(gone.message()).isEqualTo("the cluster cilium-book is not complete: the node n2 is gone");
        assertThat(gone.next()).contains("--recreate");
    }

    /** Deleting what someone else made is never the first advice, and --recreate alone would not do it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"somebody else's", "somebody else's, stopped", "somebody else's, silent"})
    void ofSomeoneElsesClusterTheAdviceIsAnotherName(String state) {
        for (Failure failure : List.of(
                refusedUp(false, state),
                failureOf(() -> Planner.up(desired(false), needs, state(state), Replacing.OWN)),
                failureOf(() -> Refusals.unlessManaged(CLUSTER, state(state))))) {
            assertThat(failure.next()).contains("name with --cluster").doesNotContain("up … --recreate");
            assertThat(failure.next().replace("--recreate does not replace", ""))
                    .doesNotContain("--recreate");
        }
    }

    @Test
    void aSilentClusterIsToldWithItsOwnWords() {
        assertThat(refusedUp(false, "ours, silent").message())
                .isEqualTo("the API server of the cluster cilium-book does not answer: connection refused");
    }

    @Test
    void somebodyElsesClusterIsToldWithWhatCanBeSeenOfIt() {
        assertThat(refusedUp(false, "somebody else's").details())
                .containsExactly("it has no record of labctl: labctl did not create it");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "absent                          | CLUSTER_MISSING",
                "half made                       | CLUSTER_MISSING",
                "busy                            | CLUSTER_BUSY",
                "the lab's                       | made",
                "another lab's, another cluster  | made",
                "ours without a record           | CLUSTER_NOT_OURS",
                "somebody else's                 | CLUSTER_NOT_OURS",
                "ours, stopped                   | CLUSTER_STOPPED",
                "the lab's, a node paused        | CLUSTER_STOPPED",
                "the lab's, a node gone          | CLUSTER_DIFFERS",
                "somebody else's, stopped        | CLUSTER_STOPPED",
                "ours, silent                    | API_UNREACHABLE",
                "somebody else's, silent         | API_UNREACHABLE"
            })
    void workOnAClusterNeedsItsRecord(String state, String expected) {
        ClusterState seen = state(state);
        if (expected.equals("made")) {
            assertThat(Refusals.unlessManaged(CLUSTER, seen)).isSameAs(seen);
        } else {
            assertThat(failureOf(() -> Refusals.unlessManaged(CLUSTER, seen)).reason())
                    .isEqualTo(Reason.valueOf(expected));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "absent                          | nothing",
                "half made                       | delete",
                "busy                            | CLUSTER_BUSY",
                "the lab's                       | delete",
                "another lab's, another cluster  | delete",
                "ours without a record           | delete",
                "somebody else's                 | CLUSTER_NOT_OURS",
                "ours, stopped                   | delete",
                "somebody else's, stopped        | CLUSTER_NOT_OURS",
                "ours, silent                    | delete",
                "somebody else's, silent         | CLUSTER_NOT_OURS"
            })
    void downDeletesWhatLabctlMadeAndNothingElse(String state, String expected) {
        assertThat(planned(() -> Planner.down(CLUSTER, state(state), Replacing.NOTHING)))
                .isEqualTo(meant(expected));
    }

    @Test
    void aForeignClusterStaysAndTheReaderIsToldHowItGoes() {
        Failure failure = failureOf(() -> Planner.down(CLUSTER, state("somebody else's"), Replacing.OWN));

        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.next()).isEqualTo("If it is to go, delete it with the tool that created it.");
    }

    // Cilium

    private static LabRecord.Cilium installed() {
        return new LabRecord.Cilium("1.18.2", request.fingerprint(), 3);
    }

    private static CiliumState cilium(int revision, String status) {
        return new CiliumState(Optional.of(new Release(revision, status)), Optional.of(CLUSTER_POOL));
    }

    private static List<Step> planCilium(Optional<LabRecord.Cilium> recorded, CiliumState state) {
        LabRecord record = LabRecord.of(wanted).withCilium(recorded);
        return CiliumPlanner.bring(desired(request, CLUSTER_POOL), made(record, state), apply());
    }

    @Test
    void withoutAReleaseCiliumIsInstalled() {
        assertThat(planCilium(Optional.empty(), CiliumState.NONE))
                .isEqualTo(List.of(new InstallCilium(request), new AwaitCilium(CLUSTER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending-install", "pending-upgrade", "pending-rollback", "uninstalling"})
    void whatWasCutOffIsTakenAwayFirstForHelmRefusesAllElse(String status) {
        assertThat(planCilium(Optional.empty(), cilium(1, status)))
                .isEqualTo(List.of(
                        new UninstallCilium(CLUSTER, "an earlier install was cut off"),
                        new InstallCilium(request),
                        new AwaitCilium(CLUSTER)));
    }

    @Test
    void aFailedReleaseIsUpgraded() {
        assertThat(planCilium(Optional.of(installed()), cilium(3, "failed")))
                .isEqualTo(List.of(
                        new UpgradeCilium(request, "the last install ended as failed"), new AwaitCilium(CLUSTER)));
    }

    @Test
    void theSameCiliumIsFoundAndWaitedForAlone() {
        assertThat(planCilium(Optional.of(installed()), cilium(3, "deployed")))
                .isEqualTo(List.of(
                        new AlreadyDone("install Cilium", "1.18.2 is there with these values"),
                        new AwaitCilium(CLUSTER)));
    }

    private static String upgradeReason(Optional<LabRecord.Cilium> recorded) {
        List<Step> steps = planCilium(recorded, cilium(3, "deployed"));
        assertThat(steps).hasSize(2).last().isEqualTo(new AwaitCilium(CLUSTER));
        assertThat(steps.get(0)).isInstanceOf(UpgradeCilium.class);
        UpgradeCilium upgrade = (UpgradeCilium) steps.get(0);
        assertThat(upgrade.request()).isEqualTo(request);
        return upgrade.why();
    }

    @Test
    void anythingElseIsUpgradedAndTheReasonTold() {
        String fingerprint = request.fingerprint();

        assertThat(upgradeReason(Optional.of(new LabRecord.Cilium("1.18.2", "others", 3))))
                .isEqualTo("the values differ");
        assertThat(upgradeReason(Optional.of(new LabRecord.Cilium("1.18.1", fingerprint, 3))))
                .isEqualTo("from version 1.18.1 to 1.18.2");
        assertThat(upgradeReason(Optional.of(new LabRecord.Cilium("1.18.2", fingerprint, 2))))
                .isEqualTo("it was changed without labctl");
        assertThat(upgradeReason(Optional.empty())).isEqualTo("it was installed without labctl, or not completely");
    }

    private static CiliumState damaged(Damage.Kind kind) {
        CiliumState sound = cilium(3, "deployed");
        return new CiliumState(
                sound.release(),
                sound.settings(),
                sound.namespace(),
                sound.presence(),
                List.of(new Damage(kind, "it is broken")));
    }

    @Test
    void whatIsMissingOfADeployedReleaseIsBroughtBack() {
        assertThat(planCilium(Optional.of(installed()), damaged(Damage.Kind.RELEASE)))
                .containsExactly(new UpgradeCilium(request, "it is broken"), new AwaitCilium(CLUSTER));
    }

    @Test
    void agentsThatKnowANodeByAnotherAddressAreRestarted() {
        List<Step> restart = List.of(new RestartCilium(CLUSTER, "it is broken"), new AwaitCilium(CLUSTER));

        assertThat(planCilium(Optional.of(installed()), damaged(Damage.Kind.ADDRESS)))
                .isEqualTo(restart);
        ClusterState moved = made(LabRecord.of(wanted), damaged(Damage.Kind.ADDRESS));
        assertThat(Planner.up(desired(false), needs, moved, Replacing.NOTHING))
                .hasSize(3)
                .containsAll(restart);
    }

    /** Helm's record may be deleted by hand; what it installed is still marked as Helm's. */
    @Test
    void onesOwnCiliumWithoutAReleaseIsInstalledOverWhatIsLeft() {
        CiliumState without = new CiliumState(Optional.empty(), Optional.of(CLUSTER_POOL));

        assertThat(planCilium(Optional.of(installed()), without))
                .containsExactly(new InstallCilium(request), new AwaitCilium(CLUSTER));
        assertThat(failureOf(() -> planCilium(Optional.empty(), without)).reason())
                .isEqualTo(Reason.CLUSTER_DIFFERS);
    }

    @Test
    void nothingIsAppliedWhileCiliumIsDamaged() {
        ClusterState.Managed here = made(LabRecord.of(wanted), damaged(Damage.Kind.RELEASE));

        Failure failure = failureOf(() -> Planner.apply(apply(), here));

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_NOT_READY);
        assertThat(failure.message()).contains("it is broken");
        assertThat(failure.next()).contains("labctl cilium-install chapter04 --use-case a");
    }

    @Test
    void theLayoutOfTheValuesDoesNotCount() {
        TestChapters chapters = new TestChapters(folder.resolve("layout"))
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/a/values.yaml", "# the same, written otherwise\nipam:\n  mode: cluster-pool\n");
        CiliumRequest same = new CiliumRequest(
                CLUSTER,
                lab.ref(),
                "1.18.2",
                chapters.resolve(LabRef.of("chapter04", "a")).values());
        LabRecord record = LabRecord.of(wanted).withCilium(Optional.of(installed()));

        assertThat(CiliumPlanner.bring(desired(same, CLUSTER_POOL), made(record, cilium(3, "deployed")), apply()))
                .first()
                .isInstanceOf(AlreadyDone.class);
    }

    private static Failure refused(IpamSettings here, IpamSettings lab, String status) {
        CiliumState state = new CiliumState(Optional.of(new Release(3, status)), Optional.of(here));
        LabRecord record = LabRecord.of(wanted).withCilium(Optional.of(installed()));
        return failureOf(() -> CiliumPlanner.bring(desired(request, lab), made(record, state), apply()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployed", "failed"})
    void theIpamModeOfALiveClusterIsNeverChanged(String status) {
        Failure failure = refused(new IpamSettings("kubernetes", Family.IPV4), CLUSTER_POOL, status);

        assertThat(failure.reason()).isEqualTo(Reason.IPAM_MODE_CHANGE);
        assertThat(failure.reason().exitCode().number()).isEqualTo(4);
        assertThat(failure.message())
                .startsWith("Cilium runs with IPAM mode kubernetes, the lab wants cluster-pool")
                .contains("pods keep addresses that nothing manages");
        assertThat(failure.next()).contains("labctl up chapter04 --use-case a --recreate");
    }

    @ParameterizedTest
    @CsvSource({"IPV4, IPV4 IPV6, IPv4, IPv4 and IPv6", "IPV4 IPV6, IPV4, IPv4 and IPv6, IPv4", "IPV4, IPV6, IPv4, IPv6"
    })
    void theAddressFamiliesOfALiveClusterAreNeverChanged(String families, String wanted, String here, String there) {
        Failure failure = refused(settings(families), settings(wanted), "deployed");

        assertThat(failure.reason()).isEqualTo(Reason.ADDRESS_FAMILY_CHANGE);
        assertThat(failure.reason().exitCode().number()).isEqualTo(4);
        assertThat(failure.message()).startsWith("Cilium runs with " + here + ", the lab wants " + there + ";");
        assertThat(failure.next()).contains("--recreate");
    }

    private static IpamSettings settings(String families) {
        return new IpamSettings(
                "cluster-pool",
                Stream.of(families.split(" ")).map(Family::valueOf).toArray(Family[]::new));
    }

    private static IpamSettings pool(int mask, String... cidrs) {
        return new IpamSettings(
                "cluster-pool", Set.of(Family.IPV4), Map.of(Family.IPV4, new ClusterPool(List.of(cidrs), mask)));
    }

    @ParameterizedTest
    @CsvSource({"24, 10.1.0.0/16", "25, 10.0.0.0/16", "24, 10.1.0.0/16 10.0.0.0/16"})
    void theBlocksOfALiveClusterAreNeverChanged(int mask, String cidrs) {
        Failure failure = refused(pool(24, "10.0.0.0/16"), pool(mask, cidrs.split(" ", -1)), "deployed");

        assertThat(failure.reason()).isEqualTo(Reason.NODE_CIDR_CHANGE);
        assertThat(failure.reason().exitCode().number()).isEqualTo(4);
        assertThat(failure.message())
                .startsWith("Cilium cuts the nodes' IPv4 blocks from 10.0.0.0/16, mask 24; the lab wants " + cidrs
                        + ", mask " + mask + ";");
        assertThat(failure.next()).contains("--recreate");
    }

    @Test
    void blocksForNewNodesMayBeAdded() {
        CiliumState state =
                new CiliumState(Optional.of(new Release(3, "deployed")), Optional.of(pool(24, "10.0.0.0/16")));
        LabRecord record = LabRecord.of(wanted).withCilium(Optional.of(new LabRecord.Cilium("1.18.2", "others", 3)));

        assertThat(CiliumPlanner.bring(
                        desired(request, pool(24, "10.0.0.0/16", "10.1.0.0/16")), made(record, state), apply()))
                .isEqualTo(List.of(new UpgradeCilium(request, "the values differ"), new AwaitCilium(CLUSTER)));
    }

    @Test
    void aReleaseWithoutSettingsHasNoPodsToProtect() {
        CiliumState state = new CiliumState(Optional.of(new Release(1, "failed")), Optional.empty());

        assertThat(planCilium(Optional.empty(), state)).first().isInstanceOf(UpgradeCilium.class);
    }

    @Test
    void labsWithTheSameClusterMayFollowEachOtherOnIt() {
        ClusterState.Managed other = made(spec(sameCluster).withNodeImage("kindest/node:v0"));

        assertThat(CiliumPlanner.bring(desired(request, CLUSTER_POOL), other, apply()))
                .isEqualTo(List.of(new InstallCilium(request), new AwaitCilium(CLUSTER)));
    }

    @Test
    void valuesNeverMeetAClusterThatTheyWereNotWrittenFor() {
        Failure failure = failureOf(() -> Planner.check(wanted, made(spec(otherCluster))));

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_DIFFERS);
        assertThat(failure.details()).containsExactly("kind.yaml, nodes[2].role: worker here, not set in the lab");
    }

    // apply and run

    private static final AlreadyDone NOTHING_SAID = new AlreadyDone("verify", "the lab has no expectations");

    private static ApplyManifests apply() {
        return new ApplyManifests(CLUSTER, lab, false);
    }

    @Test
    void nothingIsAppliedWhereNoPodWouldGetAnAddress() {
        Failure failure = failureOf(() -> Planner.apply(apply(), made(wanted)));

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_MISSING);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.message()).contains("cilium-book").contains("no pod gets an address");
        assertThat(failure.next()).contains("labctl cilium-install");
    }

    @Test
    void whatIsAppliedIsWaitedFor() {
        ClusterState.Managed made = made(LabRecord.of(wanted), cilium(1, "deployed"));

        assertThat(Planner.apply(apply(), made)).isEqualTo(List.of(apply(), new AwaitObjects(lab), new AwaitSystem()));
    }

    /** It is applied all the same: what labctl applied before has to go. */
    @Test
    void theSystemAloneIsWaitedForWhereTheLabHasNoManifests() {
        ClusterState.Managed made = made(LabRecord.of(wanted), cilium(1, "deployed"));
        ApplyManifests bare = new ApplyManifests(CLUSTER, sameCluster, false);

        assertThat(Planner.apply(bare, made)).isEqualTo(List.of(bare, new AwaitSystem()));
        assertThat(Planner.run(List.of(), request, List.of(), bare))
                .isEqualTo(List.of(bare, new AwaitSystem(), NOTHING_SAID));
    }

    @Test
    void whatTheLabSaysIsVerifiedInTheStateThatItIsAbout() {
        Expectation always = expectation(Optional.empty());
        Expectation healed = expectation(Optional.of(LabState.HEALTHY));
        Lab expecting = expecting(always);
        Lab mended = expecting(healed);

        assertThat(Planner.run(List.of(), request, List.of(), new ApplyManifests(CLUSTER, expecting, false)))
                .endsWith(new Verify(expecting, LabState.FAULT, Duration.ofMinutes(2)));
        assertThat(Verify.of(expecting, LabState.HEALTHY, LONG))
                .isEqualTo(new Verify(expecting, LabState.HEALTHY, LONG));
        assertThat(Verify.of(mended, LabState.FAULT, LONG)).isEqualTo(NOTHING_SAID);
        assertThat(Verify.of(mended, LabState.HEALTHY, LONG)).isEqualTo(new Verify(mended, LabState.HEALTHY, LONG));
    }

    private static final Duration LONG = Duration.ofHours(1);

    private static Expectation expectation(Optional<LabState> only) {
        return new Expectation("three nodes", Optional.empty(), "", only, new Expectation.Check() {});
    }

    private static Lab expecting(Expectation expectation) {
        return new Lab(
                lab.ref(),
                lab.files(),
                new LabDescription("x", "", ProviderKind.KIND, LabDescription.Needs.NOTHING, List.of(expectation)),
                lab.cluster(),
                lab.values(),
                lab.beforeAgents(),
                lab.manifests());
    }

    @Test
    void objectsAreWaitedForOnceTheyAreApplied() {
        LabRecord record = LabRecord.of(wanted);
        LabRecord applied = record.withApplied(List.of(ObjectRef.namespaced("v1", "ConfigMap", "default", "one")));

        assertThat(Planner.await(CLUSTER, lab, made(record, cilium(1, "deployed"))))
                .isEqualTo(List.of(new AwaitCilium(CLUSTER), new AwaitSystem()));
        assertThat(Planner.await(CLUSTER, lab, made(applied, cilium(1, "deployed"))))
                .isEqualTo(List.of(new AwaitCilium(CLUSTER), new AwaitObjects(lab), new AwaitSystem()));
        assertThat(failureOf(() -> Planner.await(CLUSTER, lab, made(applied, CiliumState.NONE)))
                        .reason())
                .isEqualTo(Reason.CILIUM_MISSING);
    }

    @Test
    void aFreshRunInstallsCiliumWhileKindStillJoinsTheWorkers() {
        List<Step> up = Planner.up(desired(false), needs, new ClusterState.Absent(), Replacing.NOTHING);

        assertThat(Planner.run(up, request, List.of(), apply()))
                .isEqualTo(List.of(
                        new CheckMachine(needs.orElseThrow()),
                        new CreateCluster(wanted),
                        new InstallCilium(request),
                        new AwaitNodes(wanted),
                        new AwaitCilium(CLUSTER),
                        apply(),
                        new AwaitObjects(lab),
                        new AwaitSystem(),
                        NOTHING_SAID));
    }

    private ApplyManifests applyWhatAgentsNeed() {
        TestChapters chapters = new TestChapters(folder.resolve("agents"))
                .file("common/kind.yaml", TestChapters.KIND)
                .file(
                        "chapter04/a/before-agents/10-gateway.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
                .file(
                        "chapter04/a/before-agents/20-pools.yaml",
                        "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: green}\n");
        return new ApplyManifests(CLUSTER, chapters.resolve(LabRef.of("chapter04", "a")), false);
    }

    @Test
    void whatAgentsNeedIsAppliedAroundTheInstallOfCilium() {
        ApplyManifests apply = applyWhatAgentsNeed();
        List<Step> up = Planner.up(desired(false), needs, new ClusterState.Absent(), Replacing.NOTHING);
        ClusterState.Managed there = made(LabRecord.of(wanted), cilium(1, "deployed"));

        assertThat(Planner.run(up, request, List.of(), apply))
                .containsSubsequence(
                        new CreateCluster(wanted),
                        apply.in(Phase.BEFORE_CILIUM),
                        new InstallCilium(request),
                        new AwaitNodes(wanted),
                        apply.in(Phase.BEFORE_AGENTS),
                        new AwaitCilium(CLUSTER),
                        apply);
        assertThat(CiliumPlanner.bring(desired(request, CLUSTER_POOL), made(wanted), apply))
                .isEqualTo(List.of(
                        apply.in(Phase.BEFORE_CILIUM),
                        new InstallCilium(request),
                        apply.in(Phase.BEFORE_AGENTS),
                        new AwaitCilium(CLUSTER)));
        assertThat(CiliumPlanner.keep(there, apply))
                .isEqualTo(List.of(
                        apply.in(Phase.BEFORE_CILIUM),
                        new AlreadyDone("install Cilium", "left as it is"),
                        apply.in(Phase.BEFORE_AGENTS),
                        new AwaitCilium(CLUSTER)));
        assertThat(Planner.apply(apply, there))
                .isEqualTo(List.of(
                        apply.in(Phase.BEFORE_CILIUM),
                        apply.in(Phase.BEFORE_AGENTS),
                        apply,
                        new AwaitObjects(apply.lab()),
                        new AwaitSystem()));
    }

    /** The operator looks for the definitions of the Gateway API only when it starts. */
    @Test
    void ciliumIsUpgradedWhereWhatWasAppliedBeforeItDiffers() {
        CiliumRequest relying =
                DesiredState.cilium(CLUSTER, applyWhatAgentsNeed().lab(), Optional.of("1.18.2"), Versions.PINNED);
        LabRecord.Cilium with = new LabRecord.Cilium("1.18.2", relying.fingerprint(), 3, relying.reliesOn());
        LabRecord.Cilium without = new LabRecord.Cilium("1.18.2", relying.fingerprint(), 3);

        assertThat(bring(relying, with)).isInstanceOf(AlreadyDone.class);
        assertThat(bring(relying, without)).isEqualTo(new UpgradeCilium(relying, "what was applied before it differs"));
    }

    private static Step bring(CiliumRequest request, LabRecord.Cilium installed) {
        LabRecord record = LabRecord.of(wanted).withCilium(Optional.of(installed));
        return CiliumPlanner.bring(desired(request, CLUSTER_POOL), made(record, cilium(3, "deployed")), apply())
                .get(0);
    }

    @Test
    void thatTheAgentsHaveWhatTheyNeedDoesNotMeanThatTheLabIsApplied() {
        Lab needy = applyWhatAgentsNeed().lab();
        LabRecord installed = LabRecord.of(wanted)
                .withApplied(List.of(
                        ObjectRef.namespaced("v1", "ConfigMap", "default", "a"),
                        ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "green")));

        assertThat(Planner.await(CLUSTER, needy, made(installed, cilium(1, "deployed"))))
                .isEqualTo(List.of(new AwaitCilium(CLUSTER), new AwaitSystem()));
    }

    @Test
    void aRunInPlaceOfAnotherClusterDeletesThatOneFirst() {
        List<Step> up = Planner.up(desired(false), needs, made(spec(otherCluster)), Replacing.OWN);

        assertThat(Planner.run(up, request, List.of(), apply()))
                .isEqualTo(List.of(
                        new CheckMachine(needs.orElseThrow()),
                        new DeleteCluster(CLUSTER, "to recreate it"),
                        new CreateCluster(wanted),
                        new InstallCilium(request),
                        new AwaitNodes(wanted),
                        new AwaitCilium(CLUSTER),
                        apply(),
                        new AwaitObjects(lab),
                        new AwaitSystem(),
                        NOTHING_SAID));
    }

    @Test
    void aRunOnTheLabsOwnClusterDoesWhatItsCiliumNeeds() {
        ClusterState.Managed made =
                made(LabRecord.of(wanted).withCilium(Optional.of(installed())), cilium(3, "deployed"));
        List<Step> up = Planner.up(desired(false), needs, made, Replacing.NOTHING);
        List<Step> ciliumOnIt = CiliumPlanner.bring(desired(request, CLUSTER_POOL), made, apply());

        List<Step> expected = new ArrayList<>(up);
        expected.addAll(List.of(
                new AlreadyDone("install Cilium", "1.18.2 is there with these values"),
                new AwaitCilium(CLUSTER),
                apply(),
                new AwaitObjects(lab),
                new AwaitSystem(),
                NOTHING_SAID));
        assertThat(Planner.run(up, request, ciliumOnIt, apply())).isEqualTo(expected);
    }

    @Test
    void theRecordOfAClusterComparesByItsSettingsAlone() {
        Map<String, String> settings = LabRecord.of(wanted).cluster().settings();

        assertThat(settings).containsEntry("nodes[0].role", "control-plane").containsEntry("nodes[1].role", "worker");
        assertThat(settings.get("networking.disableDefaultCNI")).isEqualTo("true");
    }
}
