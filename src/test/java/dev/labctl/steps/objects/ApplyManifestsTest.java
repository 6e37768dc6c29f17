package dev.labctl.steps.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Stage;
import dev.labctl.steps.StepEnd;
import dev.labctl.steps.objects.ApplyManifests.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyManifestsTest {
    private static final ObjectRef ONE = configMap("one");
    private static final ObjectRef OLD = configMap("old");
    private static final String TWO =
            "apiVersion: v1\nkind: Service\nmetadata: {name: two}\nspec: {clusterIP: 10.1.1.1}\n";
    private static final String OLD_YAML =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: old, namespace: default}\ndata: {key: value}\n";

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aLabWithTwoObjects() {
        stage = new Stage(folder)
                .manifest("10-one.yaml", TestChapters.CONFIG_MAP)
                .manifest("20-two.yaml", TWO);
        stage.api().hasServiceAccount("default");
    }

    private static ObjectRef configMap(String name) {
        return ObjectRef.namespaced("v1", "ConfigMap", "default", name);
    }

    private static ObjectRef service(String name) {
        return ObjectRef.namespaced("v1", "Service", "default", name);
    }

    private StepEnd apply() {
        return stage.run(new ApplyManifests(Stage.CLUSTER, stage.lab(), false));
    }

    private StepEnd prune() {
        return stage.run(new ApplyManifests(Stage.CLUSTER, stage.lab(), false).pruning());
    }

    private void livesOn(String object, String manager) {
        stage.has(object.replace("metadata: {", "metadata: {managedFields: [{manager: " + manager + "}], "));
    }

    @Test
    void whatIsAppliedIsToldAndRecorded() {
        stage.recorded();

        assertThat(apply()).isEqualTo(StepEnd.done("2 created"));
        assertThat(stage.said()).containsExactly("ConfigMap default/one created", "Service default/two created");
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"));
    }

    @Test
    void theClusterHoldsTheLabWhoseManifestsItHas() {
        stage.recorded();
        LabRecord ofAnother = stage.record().withLab(LabRef.of("chapter05", "other"));
        stage.api().has(ofAnother.toConfigMap());

        apply();

        assertThat(stage.record().lab()).isEqualTo(stage.lab().ref());
    }

    @Test
    void whatIsThereAlreadyIsNoWorkAndNoNews() {
        stage.recorded();
        apply();
        int said = stage.said().size();

        assertThat(apply()).isEqualTo(StepEnd.unchanged("2 unchanged"));
        assertThat(stage.said()).hasSize(said);
    }

    @Test
    void aChangedFileIsAChangedObject() {
        stage.recorded();
        apply();
        stage.manifest("10-one.yaml", TestChapters.CONFIG_MAP.replace("value", "other"));

        assertThat(apply()).isEqualTo(StepEnd.done("1 changed, 1 unchanged"));
        assertThat(stage.said()).last().isEqualTo("ConfigMap default/one changed");
    }

    @Test
    void whatLabctlAppliedBeforeAndTheLabDoesNotHaveAnyMoreGoes() {
        stage.has(OLD_YAML).recorded(ONE, OLD);

        assertThat(prune()).isEqualTo(StepEnd.done("2 created, 1 deleted"));
        assertThat(stage.api().deleted()).containsExactly("ConfigMap default/old");
        assertThat(stage.said()).last().isEqualTo("ConfigMap default/old deleted: the lab does not have it any more");
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"));
    }

    @Test
    void aDeletionAloneIsAChange() {
        stage.recorded();
        apply();
        stage.has(OLD_YAML).recorded(ONE, service("two"), OLD);

        assertThat(prune()).isEqualTo(StepEnd.done("2 unchanged, 1 deleted"));
    }

    @Test
    void withoutPruneItIsNamedAndStaysInTheRecord() {
        stage.has(OLD_YAML).recorded(ONE, OLD);

        assertThat(apply()).isEqualTo(StepEnd.done("2 created, 1 left over"));
        assertThat(stage.said())
                .last()
                .isEqualTo("left over, not in the lab any more: ConfigMap default/old;"
                        + " `apply --prune` deletes what is left over");
        assertThat(stage.api().deleted()).isEmpty();
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"), OLD);

        assertThat(prune()).isEqualTo(StepEnd.done("2 unchanged, 1 deleted"));
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"));
    }

    @Test
    void whatWasThereBeforeIsAppliedAndNeverDeleted() {
        stage.has(OLD_YAML.replace("old", "one")).recorded();

        assertThat(apply()).isEqualTo(StepEnd.done("1 created, 1 unchanged"));
        assertThat(stage.record().preexisting()).containsExactly(ONE);
        stage.manifest("10-one.yaml", TestChapters.CONFIG_MAP.replace("one", "other"));
        assertThat(prune()).isEqualTo(StepEnd.done("1 created, 1 unchanged"));

        assertThat(stage.said()).last().isEqualTo("ConfigMap default/one stays: it was there before labctl applied it");
        assertThat(stage.api().deleted()).isEmpty();
        assertThat(stage.record().applied()).containsExactly(configMap("other"), service("two"));
        assertThat(stage.record().preexisting()).isEmpty();
    }

    /** Whoever is killed here has not written to the object, and knows already that it is not labctl's. */
    @Test
    void thatAnObjectWasThereIsNotedBeforeItIsApplied() {
        stage.has(OLD_YAML.replace("old", "one")).recorded();
        stage.api().refuses("one", new ApiException(ApiException.Kind.REFUSED, 422, "no"));

        stage.failureOf(new ApplyManifests(Stage.CLUSTER, stage.lab(), false));

        assertThat(stage.record().preexisting()).containsExactly(ONE);
    }

    @Test
    void anObjectThatLabctlAppliedKeepsItsMark() {
        stage.recorded();
        apply();
        apply();
        assertThat(stage.record().preexisting()).isEmpty();

        LabRecords.change(stage.api(), record -> record.withPreexisting(Set.of(ONE)));
        apply();
        assertThat(stage.record().preexisting()).containsExactly(ONE);
    }

    @Test
    void whatLabctlMakesAnewIsItsOwn() {
        stage.has(OLD_YAML.replace("old", "one")).recorded();
        apply();
        stage.api().remove(ONE);

        apply();

        assertThat(stage.record().preexisting()).isEmpty();
    }

    @Test
    void whatSomeoneElseMadeAnewIsNotedAndNeverDeleted() {
        stage.recorded();
        apply();
        livesOn(OLD_YAML.replace("old", "one"), "kubectl-create");

        apply();

        assertThat(stage.record().preexisting()).containsExactly(ONE);
    }

    @Test
    void whatSomeoneElseMadeAnewUnderTheNameOfSomethingLeftOverStays() {
        stage.recorded(OLD);
        livesOn(OLD_YAML, "kubectl-create");

        assertThat(prune()).isEqualTo(StepEnd.done("2 created"));
        assertThat(stage.said())
                .last()
                .isEqualTo("ConfigMap default/old stays: labctl did not make it; its fields are managed by"
                        + " kubectl-create");
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"));
    }

    /** The server notes no manager of an object without fields, until somebody else changes it. */
    @Test
    void aBareNamespaceThatLabctlMadeIsItsOwnWhoeverChangesIt() {
        stage.manifest("05-a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")
                .recorded();
        apply();
        livesOn("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", "kubectl-label");

        apply();

        assertThat(stage.record().preexisting()).isEmpty();
    }

    @Test
    void aNamespaceThatHoldsOthersObjectsStaysUntilItDoesNot() {
        ObjectRef namespace = ObjectRef.ofCluster("v1", "Namespace", "a");
        stage.has("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")
                .has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: theirs, namespace: a}\n")
                .recorded(namespace);

        assertThat(prune()).isEqualTo(StepEnd.done("2 created, 1 left over"));
        assertThat(stage.said())
                .last()
                .isEqualTo("Namespace a stays: it holds what labctl did not make: ConfigMap a/theirs");
        assertThat(stage.record().applied()).contains(namespace);

        stage.api().remove(ObjectRef.namespaced("v1", "ConfigMap", "a", "theirs"));
        assertThat(prune()).isEqualTo(StepEnd.done("2 unchanged, 1 deleted"));
        assertThat(stage.api().deleted()).containsExactly("Namespace a");
    }

    @Test
    void aDryRunNamesWhatIsLeftOverAndHowItIsDeleted() {
        ApplyManifests apply = new ApplyManifests(Stage.CLUSTER, stage.lab(), false)
                .withLeftOver(new Removal(
                        List.of(OLD, ObjectRef.namespaced("apps/v1", "Deployment", "a", "web")),
                        List.of(new Removal.Kept(ONE, "it was there before labctl applied it", false))));
        Equivalents commands = new Equivalents() {
            @Override
            public String context(ClusterName cluster) {
                return "kind-" + cluster;
            }

            @Override
            public List<String> apply(ClusterName cluster, List<Path> files) {
                return List.of("apply");
            }
        };

        assertThat(apply.equivalent(commands))
                .containsExactly(
                        "apply",
                        "# left over, not in the lab any more: ConfigMap default/old and Deployment a/web;"
                                + " `apply --prune` deletes what is left over",
                        "# ConfigMap default/one stays: it was there before labctl applied it");
        assertThat(apply.pruning().equivalent(commands))
                .containsExactly(
                        "apply",
                        "kubectl --context kind-cilium-book delete --ignore-not-found deployment.v1.apps/web -n a",
                        "kubectl --context kind-cilium-book delete --ignore-not-found configmap/old -n default",
                        "# ConfigMap default/one stays: it was there before labctl applied it");
    }

    @Test
    void whatSomeoneDeletedAlreadyIsForgotten() {
        stage.recorded(OLD);

        assertThat(apply()).isEqualTo(StepEnd.done("2 created"));
        assertThat(stage.record().applied()).containsExactly(ONE, service("two"));
    }

    @Test
    void whatLabctlDidNotApplyStays() {
        stage.has(OLD_YAML).recorded();

        apply();

        assertThat(stage.api().deleted()).isEmpty();
        assertThat(stage.api().peek(OLD)).isPresent();
    }

    @Test
    void aClusterThatLabctlDidNotCreateGetsARecordThatSaysSo() {
        stage.has(OLD_YAML);

        assertThat(apply()).isEqualTo(StepEnd.done("2 created"));
        assertThat(stage.api().peek(LabRecord.REF).flatMap(LabRecord::of))
                .hasValueSatisfying(record -> assertThat(record.adopted()).isTrue());
        assertThat(stage.api().deleted()).isEmpty();
    }

    @Test
    void aLabWithoutManifestsHasNothingToApply(@TempDir Path other) {
        Stage empty = new Stage(other).recorded();

        assertThat(empty.run(new ApplyManifests(Stage.CLUSTER, empty.lab(), false)))
                .isEqualTo(StepEnd.unchanged("the lab has no manifests"));
    }

    @Test
    void conflictsAreTakenOverOnlyWhenAskedFor() {
        stage.recorded();
        stage.api()
                .refuses(
                        "one",
                        new ApiException(
                                ApiException.Kind.CONFLICT, 409, "Apply failed with 1 conflict", ".data.key: kubectl"));

        assertThat(stage.failureOf(new ApplyManifests(Stage.CLUSTER, stage.lab(), false))
                        .reason())
                .isEqualTo(Reason.FIELD_CONFLICT);
        assertThat(stage.run(new ApplyManifests(Stage.CLUSTER, stage.lab(), true)))
                .isEqualTo(StepEnd.done("1 created, 1 unchanged"));
    }

    /** Otherwise {@code delete} would say that all is gone, and leave it. */
    @Test
    void whatWasAppliedBeforeAFailureIsInTheRecord() {
        stage.has(OLD_YAML).recorded(OLD);
        stage.api().refuses("two", new ApiException(ApiException.Kind.REFUSED, 422, "spec is invalid"));

        assertThat(stage.failureOf(new ApplyManifests(Stage.CLUSTER, stage.lab(), false))
                        .message())
                .isEqualTo("the API server did not accept Service two: spec is invalid");
        assertThat(stage.api().peek(ONE)).isPresent();
        assertThat(stage.record().applied()).contains(ONE, OLD);
    }

    @Test
    void anObjectThatCannotBeDeletedIsWaitedForUntilTheDeadline() {
        stage.has(OLD_YAML).recorded(OLD);
        stage.api().beforeEachGet(api -> {
            if (!api.deleted().isEmpty()) {
                stage.has(OLD_YAML);
            }
        });

        assertThat(stage.failureOf(new ApplyManifests(Stage.CLUSTER, stage.lab(), false).pruning()))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED))
                .satisfies(failure -> assertThat(failure.message())
                        .isEqualTo("gave up waiting for ConfigMap default/old to be gone after 600 s:"
                                + " ConfigMap default/old is still being deleted"));
        assertThat(stage.passed()).isEqualTo(Duration.ofMinutes(10));
    }

    private static final ObjectRef GREEN = ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "green");
    private static final String OPERATOR =
            "apiVersion: apps/v1\nkind: Deployment\n" + "metadata: {name: cilium-operator, namespace: kube-system}\n";

    private ApplyManifests whatAgentsNeed(Phase phase) {
        stage.chapters()
                .file("chapter04/case/before-agents/10-gateway.yaml", OLD_YAML)
                .file(
                        "chapter04/case/before-agents/20-pool.yaml",
                        "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: green}\n");
        return new ApplyManifests(Stage.CLUSTER, stage.lab(), false).pruning().in(phase);
    }

    @Test
    void eachPhaseAddsToTheRecordAndOnlyTheLastTakesAway() {
        ObjectRef gone = configMap("gone");
        stage.has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone, namespace: default}\n")
                .recorded(gone);

        assertThat(stage.run(whatAgentsNeed(Phase.BEFORE_CILIUM))).isEqualTo(StepEnd.done("1 created"));
        assertThat(stage.record().applied()).containsExactly(gone, OLD);
        assertThat(stage.run(whatAgentsNeed(Phase.BEFORE_AGENTS))).isEqualTo(StepEnd.done("1 created"));
        assertThat(stage.record().applied()).containsExactly(gone, OLD, GREEN);
        assertThat(prune()).isEqualTo(StepEnd.done("2 created, 1 deleted"));
        assertThat(stage.api().deleted()).containsExactly("ConfigMap default/gone");
        assertThat(stage.record().applied()).containsExactly(OLD, GREEN, ONE, service("two"));
    }

    @Test
    void ciliumsKindsAreAppliedAsSoonAsTheOperatorHasDefinedThem() {
        stage.recorded().has(OPERATOR).api().doesNotKnow("CiliumPodIPPool");
        ApplyManifests pools = whatAgentsNeed(Phase.BEFORE_AGENTS);
        stage.api().beforeEachGet(api -> {
            if (stage.passed().toSeconds() >= 200) {
                api.learns("CiliumPodIPPool");
            }
        });

        assertThat(stage.run(pools)).isEqualTo(StepEnd.done("1 created"));
        assertThat(stage.said()).contains("the operator has not defined the kind CiliumPodIPPool yet");
        assertThat(stage.passed()).isLessThan(Duration.ofSeconds(205));
    }

    /** Such as a kind that needs a Helm value: waiting for it until the deadline would tell nothing more. */
    @Test
    void aKindThatARunningOperatorDoesNotDefineIsRefused() {
        stage.recorded()
                .has(OPERATOR + "spec: {replicas: 1}\nstatus: {observedGeneration: 0, replicas: 1, updatedReplicas: 1,"
                        + " readyReplicas: 1, availableReplicas: 1, conditions: [{type: Available, status: 'True'}]}\n")
                .api()
                .doesNotKnow("CiliumPodIPPool");

        Failure failure = stage.failureOf(whatAgentsNeed(Phase.BEFORE_AGENTS));

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_REFUSED);
        assertThat(failure.message()).contains("does not know the kind CiliumPodIPPool of cilium.io/v2alpha1");
        assertThat(stage.passed()).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void byHandKindsOfCiliumAreTriedUntilTheyAreKnown() {
        assertThat(whatAgentsNeed(Phase.BEFORE_AGENTS)
                        .equivalent(stage.provider().kind().commands()))
                .containsExactly("until apply 20-pool.yaml; do sleep 2; done");
    }

    @Test
    void byHandItIsOneLinePerFile() {
        assertThat(new ApplyManifests(Stage.CLUSTER, stage.lab(), false)
                        .equivalent(stage.provider().kind().commands()))
                .containsExactly("apply 10-one.yaml", "apply 20-two.yaml");
    }
}
