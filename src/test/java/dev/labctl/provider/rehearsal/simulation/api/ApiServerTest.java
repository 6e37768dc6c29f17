package dev.labctl.provider.rehearsal.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.provider.rehearsal.simulation.Simulated;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server takes, keeps and refuses objects as a real one does, as far as labctl and its readers can see it. */
class ApiServerTest {
    private static final String MAP =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, labels: {a: b}}\ndata: {key: value}\n";

    private final Simulated simulated = Simulated.bare(1, Simulated.blueprint(1, IpFamily.IPV4, 110));

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, NAMESPACED",
        "v1, Node, CLUSTER",
        "networking.k8s.io/v1, NetworkPolicy, NAMESPACED",
        "rbac.authorization.k8s.io/v1, ClusterRole, CLUSTER",
        "v2, Pod,",
        "apps/v1beta1, Deployment,",
        "cilium.io/v2, CiliumNode,",
        "example.com/v1, Thing,"
    })
    void itKnowsItsKinds(String apiVersion, String kind, Scope scope) {
        assertThat(simulated.cluster().scope(apiVersion, kind)).isEqualTo(Optional.ofNullable(scope));
    }

    @Test
    void aKindIsKnownOnceItsDefinitionIsEstablished() {
        simulated.applies("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                + "metadata: {name: things.example.com}\nspec:\n  group: example.com\n  scope: Namespaced\n"
                + "  names: {kind: Thing, plural: things}\n  versions:\n    - {name: v1, served: true, storage: true}\n"
                + "    - {name: v0, served: false, storage: false}\n");
        String thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: one}\nspec: {size: 3}\n";
        assertThat(simulated.refusal(thing).kind()).isEqualTo(ApiException.Kind.UNKNOWN_KIND);

        simulated.passes(1).applies(thing);

        assertThat(simulated.get("example.com/v1", "Thing", "one").number("spec", "size"))
                .isEqualTo(3);
        assertThat(simulated.cluster().scope("example.com/v0", "Thing")).isEmpty();

        simulated.delete("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things.example.com");
        simulated.passes(1);
        assertThat(simulated.cluster().scope("example.com/v1", "Thing")).isEmpty();
        assertThat(simulated.find("example.com/v1", "Thing", "one")).isEmpty();
    }

    @Test
    void objectsThatNothingActsOnAreKept() {
        simulated.applies(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none}\nspec: {podSelector: {}}\n");

        assertThat(simulated.list("networking.k8s.io/v1", "NetworkPolicy"))
                .extracting(KubeObject::ref)
                .hasToString("[NetworkPolicy default/none]");
    }

    @Test
    void anObjectGetsWhatTheServerGivesIt() {
        KubeObject one = simulated.applies(MAP).get("v1", "ConfigMap", "one");

        assertThat(one.uid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(one.namespace()).contains("default");
        assertThat(one.created()).isPresent();
        assertThat(one.resourceVersion()).matches("[0-9]+");
    }

    @Test
    void applyingTheSameAgainIsNoChange() {
        String before = simulated.applies(MAP).get("v1", "ConfigMap", "one").resourceVersion();
        simulated.passes(5).applies(MAP);
        assertThat(simulated.get("v1", "ConfigMap", "one").resourceVersion()).isEqualTo(before);

        simulated.applies(MAP.replace("key: value", "key: other"));
        assertThat(Long.parseLong(simulated.get("v1", "ConfigMap", "one").resourceVersion()))
                .isGreaterThan(Long.parseLong(before));
    }

    @Test
    void whatIsNotAppliedAnyMoreGoes() {
        simulated.applies(MAP.replace("data: {key: value}", "data: {key: value, more: x}"));
        simulated.applies(MAP.replace(", labels: {a: b}", ""));

        KubeObject one = simulated.get("v1", "ConfigMap", "one");
        assertThat(one.texts("data")).isEqualTo(Map.of("key", "value"));
        assertThat(one.labels()).isEmpty();
    }

    /** A count that is given up falls back to the server's own, not to the last one. */
    @Test
    void whatTheServerFillsInIsNotAppliedByAnybody() {
        simulated.applies(Simulated.deployment("web", 3, ""));
        simulated.applies(Simulated.deployment("web", 3, "").replace("  replicas: 3\n", ""));

        KubeObject web = simulated.get("apps/v1", "Deployment", "web");
        assertThat(web.number("spec", "replicas")).isEqualTo(1);
        assertThat(web.number("spec", "progressDeadlineSeconds")).isEqualTo(600);
        assertThat(web.text("spec", "template", "spec", "restartPolicy")).contains("Always");
    }

    @Test
    void fieldsOfOthersAreAConflictUnlessForced() {
        String coredns = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: coredns, namespace: kube-system}\n"
                + "spec:\n  replicas: 3\n";
        ApiException conflict = simulated.refusal(coredns);
        assertThat(conflict.kind()).isEqualTo(ApiException.Kind.CONFLICT);
        assertThat(conflict.details()).containsExactly(".spec.replicas: conflict with \"kubeadm\"");

        KubeObject object = Simulated.objects(coredns).get(0);
        assertThat(simulated.cluster().apply(object, true).number("spec", "replicas"))
                .isEqualTo(3);
        assertThat(simulated.cluster().apply(object, false).list("spec", "template", "spec", "containers"))
                .hasSize(1);
    }

    @Test
    void partOfAContainerIsMergedByItsName() {
        simulated.applies(Simulated.deployment("web", 1, "")
                .replace("image: one}", "image: one, ports: [{name: http, containerPort: 80}]}"));
        Map<String, Object> image = Map.of("name", "one", "image", "two");
        Map<String, Object> spec = Map.of("template", Map.of("spec", Map.of("containers", List.of(image))));
        KubeObject live = simulated.get("apps/v1", "Deployment", "web");

        Map<String, Object> merged = ServerSideApply.apply(live.tree(), Map.of(), Map.of("spec", spec), List.of());

        Object container =
                Tree.list(merged, "spec", "template", "spec", "containers").get(0);
        assertThat(Tree.text(container, "image")).contains("two");
        assertThat(Tree.list(container, "ports")).hasSize(1);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 1|replicas: -1|422|Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be"
                        + " greater than or equal to 0",
                "replicas: 1|replicas: '1'|500|failed to create typed patch object (default/web; apps/v1, Kind=Deployment):"
                        + " .spec.replicas: expected numeric (int or float), got string",
                "{name: web}|{name: web, labels: {a: 1}}|500|failed to create typed patch object (default/web; apps/v1,"
                        + " Kind=Deployment): .metadata.labels.a: expected string, got"
                        + " &value.valueUnstructured{Value:1}",
                "{name: web}|{name: Web}|422|Deployment.apps \"Web\" is invalid: metadata.name: Invalid value: \"Web\": a"
                        + " lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation"
                        + " is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                "{name: web}|{name: ''}|422|Deployment.apps \"\" is invalid: metadata.name: Required value: name or"
                        + " generateName is required",
                "matchLabels: {app: web}|matchLabels: {app: other}|422|Deployment.apps \"web\" is invalid:"
                        + " spec.template.metadata.labels: Invalid value: map[string]string{\"app\":\"web\"}: `selector` does not match template"
                        + " `labels`",
                "selector: {matchLabels: {app: web}}|paused: false|422|Deployment.apps \"web\" is invalid: [spec.selector:"
                        + " Required value, spec.template.metadata.labels: Invalid value:"
                        + " map[string]string{\"app\":\"web\"}: `selector` does not match template `labels`]",
                "[{name: one, image: one}]|[]|422|Deployment.apps \"web\" is invalid: spec.template.spec.containers: Required"
                        + " value",
                "image: one|env: []|422|Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].image: Required"
                        + " value",
                "{name: web}|{name: web, namespace: nowhere}|404|namespaces \"nowhere\" not found"
            })
    void whatARealServerRefusesIsRefused(String was, String is, int code, String message) {
        ApiException refusal =
                simulated.refusal(Simulated.deployment("web", 1, "").replace(was, is));

        assertThat(refusal).hasMessage(message);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.kind())
                .isEqualTo(code == 404 ? ApiException.Kind.NAMESPACE_MISSING : ApiException.Kind.REFUSED);
        assertThat(simulated.list("apps/v1", "Deployment"))
                .noneMatch(object -> object.name().equals("web"));
    }

    @Test
    void aSelectorCannotBeChanged() {
        simulated.applies(Simulated.deployment("web", 1, ""));

        assertThat(simulated.refusal(Simulated.deployment("web", 1, "")
                        .replace("app: web}}", "app: web2}}")
                        .replace("labels: {app: web}", "labels: {app: web2}")))
                .hasMessageContaining("field is immutable");
    }

    @Test
    void aPodNeedsTheAccountOfItsNamespace() {
        simulated.applies("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: one, namespace: team}\n"
                + "spec: {containers: [{name: one, image: one}]}\n";

        assertThat(simulated.refusal(pod))
                .hasMessage("pods \"one\" is forbidden: error looking up service account team/default: serviceaccount"
                        + " \"default\" not found");
        simulated.passes(1).applies(pod);
    }

    @Test
    void aNamespaceThatGoesTakesNothingNew() {
        simulated.applies("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
        simulated.delete("v1", "Namespace", "team");

        ApiException refusal = simulated.refusal(MAP.replace("{name: one", "{namespace: team, name: one"));
        assertThat(refusal.kind()).isEqualTo(ApiException.Kind.NAMESPACE_MISSING);
        assertThat(refusal).hasMessageContaining("because it is being terminated");
    }

    @Test
    void aStatusIsNotForThoseWhoApply() {
        simulated.applies(MAP + "status: {mine: 1}\n");

        assertThat(simulated.get("v1", "ConfigMap", "one").tree()).doesNotContainKey("status");
    }

    /** The class of kind waits for the first pod that uses the claim. */
    @Test
    void aClaimForStorageIsBoundOnceAPodUsesIt() {
        Simulated ready = Simulated.ready()
                .applies("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n"
                        + "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n")
                .passes(1);
        assertThat(claim(ready).text("status", "phase")).contains("Pending");
        assertThat(claim(ready).text("spec", "storageClassName")).contains("standard");

        ready.applies(Simulated.deployment("web", 1, "volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"))
                .passes(10);

        assertThat(claim(ready).text("status", "phase")).contains("Bound");
    }

    private static KubeObject claim(Simulated simulated) {
        return simulated.get("v1", "PersistentVolumeClaim", "data");
    }
}
