package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** The role of {@code docs/read-only-role.yaml} at a real API server, with all its rights and with one less. */
class ReadOnlyRoleIT {
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("LABCTL_K3S_IMAGE")).orElse("rancher/k3s:v1.33.6-k3s1");
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static K3sContainer server;
    private static Kubeconfig kubeconfig;
    private static KubeApi admin;

    @BeforeAll
    static void start() {
        // Its constructor asks for Docker's host, which it can only once there is a client.
        DockerClientFactory.instance().client();
        server = new K3sContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("rancher/k3s"));
        server.start();
        kubeconfig = new Kubeconfig(server.getKubeConfigYaml(), "default");
        admin = Fabric8Api.connect(kubeconfig);
    }

    @AfterAll
    static void stop() {
        admin.close();
        server.stop();
    }

    private static List<Object> rules() throws IOException {
        Object role = YamlReader.values(Files.readString(Path.of("docs/read-only-role.yaml")))
                .get(0);
        return Tree.list(role, "rules");
    }

    /** What a user sees whose only role has these rules. */
    private static Observation seen(String user, List<Object> rules) {
        admin.apply(object(RBAC, "ClusterRole", null, user, Map.of("rules", rules)), true);
        admin.apply(
                object(
                        RBAC,
                        "ClusterRoleBinding",
                        null,
                        user,
                        Map.of(
                                "roleRef",
                                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", user),
                                "subjects",
                                List.of(Map.of(
                                        "apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", user)))),
                true);
        Config config = Fabric8Api.config(kubeconfig);
        config.setImpersonateUsername(user);
        config.setImpersonateGroups("system:authenticated");
        try (KubeApi api = Fabric8Api.of(config, Optional.empty())) {
            return Observation.read(api, Instant.now(), List.of());
        }
    }

    @Test
    void isEnough() throws IOException {
        Observation seen = seen("with-all", rules());

        assertThat(seen.gaps()).isEmpty();
        assertThat(seen.list("Namespace")).isNotEmpty();
        assertThat(seen.kubernetes()).startsWith("v1.");
    }

    @ParameterizedTest
    @CsvSource({
        "nodes, Node",
        "namespaces, Namespace",
        "pods, Pod",
        "services, Service",
        "resourcequotas, ResourceQuota",
        "events, Event",
        "configmaps, ConfigMap",
        "daemonsets, DaemonSet",
        "deployments, Deployment",
        "replicasets, ReplicaSet",
        "statefulsets, StatefulSet",
        "jobs, Job",
        "endpointslices, EndpointSlice"
    })
    void aRightLessIsOneGapAndTheRestIsRead(String plural, String kind) throws IOException {
        List<Object> fewer = new ArrayList<>();
        for (Object rule : rules()) {
            Map<String, Object> copy = new LinkedHashMap<>(Tree.map(rule));
            copy.put(
                    "resources",
                    Tree.list(rule, "resources").stream()
                            .filter(resource -> !resource.equals(plural))
                            .toList());
            if (!Tree.list(copy, "resources").isEmpty()) {
                fewer.add(copy);
            }
        }

        Observation seen = seen("without-" + plural, fewer);

        assertThat(seen.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(kind);
            assertThat(gap.why()).contains(plural, "is forbidden: User \"without-" + plural + "\" cannot");
        });
        assertThat(seen.knows("Secret")).isTrue();
    }
}
