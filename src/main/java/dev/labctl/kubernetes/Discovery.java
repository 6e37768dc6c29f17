package dev.labctl.kubernetes;

import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.tree.Tree;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which kinds of object an API server has, and under which paths. Safe for use by several threads. */
final class Discovery {
    /** Where the objects of one kind are found. */
    record Resource(String plural, Scope scope) {}

    /** A kind in one version. */
    record VersionedKind(String apiVersion, String kind) {}

    private final KubernetesClient client;
    private final Map<List<String>, Resource> known = new ConcurrentHashMap<>();

    Discovery(KubernetesClient client) {
        this.client = client;
    }

    /** Answers are kept for the client's life; that a kind is unknown is not, for it may be defined meanwhile. */
    Optional<Resource> resource(String apiVersion, String kind) {
        Resource before = known.get(List.of(apiVersion, kind));
        if (before != null) {
            return Optional.of(before);
        }
        resources(apiVersion)
                .forEach(found -> known.put(
                        List.of(apiVersion, found.getKind()),
                        new Resource(
                                found.getName(),
                                Boolean.TRUE.equals(found.getNamespaced()) ? Scope.NAMESPACED : Scope.CLUSTER)));
        return Optional.ofNullable(known.get(List.of(apiVersion, kind)));
    }

    /**
     * The kinds with namespaces whose objects can be listed and deleted, each in its group's preferred version: others are no
     * objects of their own, such as the metrics of pods.
     */
    List<VersionedKind> namespaced() {
        List<String> versions = new ArrayList<>(List.of("v1"));
        for (Object group : Tree.list(read("/apis").orElse(Map.of()), "groups")) {
            Tree.nonEmpty(group, "preferredVersion", "groupVersion").ifPresent(versions::add);
        }
        return versions.stream()
                .flatMap(version -> resources(version).stream()
                        .filter(found -> Boolean.TRUE.equals(found.getNamespaced()))
                        .filter(found -> found.getVerbs().containsAll(List.of("list", "delete")))
                        .map(found -> new VersionedKind(version, found.getKind())))
                .toList();
    }

    /** What an API version has, without subresources. */
    private List<APIResource> resources(String apiVersion) {
        String request = "GET " + root(apiVersion);
        return Optional.ofNullable(Fabric8Api.call(request, () -> client.getApiResources(apiVersion))).stream()
                .flatMap(answer -> answer.getResources().stream())
                .filter(found -> !found.getName().contains("/"))
                .toList();
    }

    /** The JSON at a path of the API; empty where there is nothing. */
    Optional<Map<String, Object>> read(String path) {
        return Optional.ofNullable(Fabric8Api.call("GET " + path, () -> client.raw(path)))
                .map(json -> ObjectPages.tree(json, path));
    }

    static String root(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }
}
