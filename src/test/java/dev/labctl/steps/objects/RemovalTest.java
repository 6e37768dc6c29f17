package dev.labctl.steps.objects;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.steps.objects.Removal.Kept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a namespace and a definition take along with them. */
class RemovalTest {
    private static final ObjectRef NAMESPACE = ObjectRef.ofCluster("v1", "Namespace", "a");
    private static final ObjectRef WEB = ObjectRef.namespaced("apps/v1", "Deployment", "a", "web");
    private static final ObjectRef SET = ObjectRef.namespaced("apps/v1", "StatefulSet", "a", "db");
    private static final ObjectRef SERVICE = ObjectRef.namespaced("v1", "Service", "a", "web");
    private static final ObjectRef DEFINITION =
            ObjectRef.ofCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things.lab.example");

    private final FakeApi api = new FakeApi();

    private static KubeObject of(ObjectRef ref, Map<String, Object> rest) {
        return object(ref.apiVersion(), ref.kind(), ref.namespace().orElse(null), ref.name(), rest);
    }

    private static Map<String, Object> uid(String own, String... owner) {
        return Map.of(
                "metadata",
                owner.length == 0
                        ? Map.of("uid", own)
                        : Map.of("uid", own, "ownerReferences", List.of(Map.of("uid", owner[0]))));
    }

    private Removal removal(ObjectRef... refs) {
        return Removal.of(List.of(refs), Optional.empty(), api);
    }

    @Test
    void whatControllersMadeForItsObjectsGoesWithANamespace() {
        api.has(of(NAMESPACE, Map.of()), of(WEB, uid("1")), of(SET, uid("4")), of(SERVICE, uid("5")));
        api.has(object("apps/v1", "ReplicaSet", "a", "web-1", uid("2", "1")));
        api.has(object("v1", "Pod", "a", "web-1-x", uid("3", "2")));
        api.has(object("cilium.io/v2", "CiliumEndpoint", "a", "web-1-x", uid("6", "3")));
        api.has(object("v1", "Endpoints", "a", "web", uid("7")));
        api.has(object("discovery.k8s.io/v1", "EndpointSlice", "a", "web-x", uid("8", "5")));
        api.has(object("v1", "PersistentVolumeClaim", "a", "data-db-0", uid("9")));
        api.has(object("v1", "ConfigMap", "a", "kube-root-ca.crt", uid("10")));
        api.has(object("v1", "Secret", "a", "t", Map.of("type", "kubernetes.io/service-account-token")));
        api.hasServiceAccount("a");

        assertThat(removal(NAMESPACE, WEB, SET, SERVICE).kept()).isEmpty();
    }

    @Test
    void aNamespaceWithAnythingElseStays() {
        api.has(of(NAMESPACE, Map.of()), of(WEB, uid("1")));
        api.has(object("v1", "Pod", "a", "theirs", uid("3", "another")));
        api.has(object("v1", "PersistentVolumeClaim", "a", "data-db-0", uid("9")));

        Removal removal = removal(NAMESPACE, WEB);

        assertThat(removal.deleted()).containsExactly(WEB);
        assertThat(removal.kept())
                .containsExactly(new Kept(
                        NAMESPACE,
                        "it holds what labctl did not make: Pod a/theirs and PersistentVolumeClaim a/data-db-0",
                        true));
    }

    @Test
    void aDefinitionStaysWithTheObjectsThatOthersMadeOfItsKind() {
        api.has(of(
                DEFINITION,
                Map.of(
                        "spec",
                        Map.of(
                                "group", "lab.example",
                                "names", Map.of("kind", "Thing"),
                                "versions", List.of(Map.of("name", "v1", "served", true))))));
        assertThat(removal(DEFINITION).deleted()).containsExactly(DEFINITION);

        ObjectRef thing = ObjectRef.namespaced("lab.example/v1", "Thing", "a", "one");
        api.has(of(thing, Map.of()));
        assertThat(removal(DEFINITION, thing).deleted()).containsExactly(DEFINITION, thing);
        assertThat(removal(DEFINITION).kept())
                .containsExactly(new Kept(DEFINITION, "it holds what labctl did not make: Thing a/one", true));
    }
}
