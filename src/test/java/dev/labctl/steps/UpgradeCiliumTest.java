package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.CiliumSteps.UpgradeCilium;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeCiliumTest {
    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
    private static final String[] RESTARTS = {
        "DaemonSet kube-system/cilium", "Deployment kube-system/cilium-operator", "ConfigMap kube-system/labctl"
    };
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");
    private static final ObjectRef OPERATOR =
            ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "cilium-operator");

    @TempDir
    Path folder;

    private Stage stage;
    private CiliumRequest request;
    private Step upgrade;

    @BeforeEach
    void anInstalledCilium() {
        stage = new Stage(folder).has(config("true")).has(release(1));
        stage.has("apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system}\n"
                + "spec: {template: {metadata: {annotations: {other: stays}}}}\n");
        stage.has("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cilium-operator, namespace: kube-system}\n");
        request = new CiliumRequest(
                Stage.CLUSTER, stage.lab().ref(), "1.18.2", stage.lab().values());
        upgrade = new UpgradeCilium(request, "the values differ");
        recorded(1);
    }

    private static String config(String masquerade) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"
                + "data: {ipam: cluster-pool, enable-ipv4-masquerade: '" + masquerade + "'}\n";
    }

    private static String release(int revision) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: sh.helm.release.v1.cilium.v" + revision
                + ", namespace: kube-system, labels: {owner: helm, name: cilium, version: '" + revision
                + "', status: deployed}}\n";
    }

    private void recorded(int revision) {
        stage.has(LabRecord.of(stage.spec())
                .withCilium(Optional.of(new LabRecord.Cilium("1.18.2", "other values", revision)))
                .toConfigMap());
    }

    /** Helm gives the release another number, whether the configuration is another one or not. */
    private void helmUpgrades(String masquerade) {
        stage.provider().when("upgrade", () -> stage.has(config(masquerade)).has(release(2)));
    }

    private Optional<String> restarted(ObjectRef workload) {
        return stage.api()
                .peek(workload)
                .orElseThrow()
                .text("spec", "template", "metadata", "annotations", RESTARTED_AT);
    }

    @Test
    void agentsAndOperatorStartAgainWhereTheirConfigurationChanged() {
        helmUpgrades("false");

        assertThat(stage.run(upgrade)).isEqualTo(StepEnd.done("the values differ; agents and operator restart"));
        assertThat(stage.provider().calls()).containsExactly("upgrade 1.18.2");
        assertThat(stage.api().applied()).containsExactly(RESTARTS);
        String now = stage.time().now().toString();
        assertThat(restarted(AGENTS)).contains(now);
        assertThat(restarted(OPERATOR)).contains(now);
        assertThat(stage.api().peek(AGENTS).orElseThrow().texts("spec", "template", "metadata", "annotations"))
                .containsEntry("other", "stays");
    }

    @Test
    void nothingStartsAgainWhereItDidNot() {
        helmUpgrades("true");

        assertThat(stage.run(upgrade)).isEqualTo(StepEnd.done("the values differ"));
        assertThat(stage.api().applied()).containsExactly("ConfigMap kube-system/labctl");
        assertThat(restarted(AGENTS)).isEmpty();
    }

    @Test
    void whatIsInstalledNowIsRecordedAtOnce() {
        helmUpgrades("false");

        stage.run(upgrade);

        assertThat(stage.record().cilium()).contains(new LabRecord.Cilium("1.18.2", request.fingerprint(), 2));
    }

    @Test
    void aFailedUpgradeStartsNothingAgainAndRecordsNothing() {
        stage.provider().when("upgrade", () -> {
            stage.has(config("false"));
            throw new FailureException(Reason.CILIUM_INSTALL_FAILED, "helm said no", "");
        });

        assertThat(stage.failureOf(upgrade).reason()).isEqualTo(Reason.CILIUM_INSTALL_FAILED);
        assertThat(stage.api().applied()).isEmpty();
        assertThat(stage.record().cilium())
                .hasValueSatisfying(cilium -> assertThat(cilium.revision()).isEqualTo(1));
    }

    /**
     * Cut off after Helm and before the restart, the next run finds the new configuration there already, and agents that
     * have never read it.
     */
    @Test
    void whatARunThatWasCutOffDidNotStartAgainIsStartedByTheNextOne() {
        stage.has(config("false")).has(release(2));
        stage.provider().when("upgrade", () -> stage.has(release(3)));

        stage.run(upgrade);

        assertThat(stage.api().applied()).containsExactly(RESTARTS);
    }

    @Test
    void byHandItIsWhatTheProviderSays() {
        assertThat(upgrade.equivalent(stage.provider().kind().commands())).containsExactly("upgrade 1.18.2");
    }
}
