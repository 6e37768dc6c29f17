package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API server checks of objects that are no workloads and no Services: names, and fields that belong together. Pure. */
final class ObjectRules {
    /** The forms of the names of those kinds for which a DNS subdomain does not do. */
    private static final Map<String, String> NAMES = Map.of(
            "v1/Service", "label1035",
            "v1/Namespace", "labelName",
            "apps/v1/StatefulSet", "labelName",
            "batch/v1/CronJob", "cronJobName",
            "rbac.authorization.k8s.io/v1/Role", "pathSegment",
            "rbac.authorization.k8s.io/v1/RoleBinding", "pathSegment",
            "rbac.authorization.k8s.io/v1/ClusterRole", "pathSegment",
            "rbac.authorization.k8s.io/v1/ClusterRoleBinding", "pathSegment");

    /** The keys that a Secret of a type must have. */
    private static final Map<String, List<String>> KEYS = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    private static final String LABEL = "label";
    private static final String IN_LABELS = "labelValue";

    private ObjectRules() {}

    static List<String> name(KubeObject object) {
        List<String> problems = new ArrayList<>();
        String name = object.name();
        if (name.isEmpty()) {
            return List.of("metadata.name: Required value: name or generateName is required");
        }
        String start = ": Invalid value: " + GoText.quoted(name) + ": ";
        Formats.problems(NAMES.getOrDefault(object.apiVersion() + "/" + object.kind(), "subdomain"), name)
                .forEach(why -> problems.add("metadata.name" + start + why));
        if (object.kind().equals("Namespace") && !Formats.problems(LABEL, name).isEmpty() && name.length() > 63) {
            // The server labels a namespace with its name.
            Formats.problems(IN_LABELS, name).forEach(why -> problems.add("metadata.labels" + start + why));
        }
        if (object.kind().equals("Job")) {
            Formats.problems(IN_LABELS, name).forEach(why -> problems.add("spec.template.labels" + start + why));
        }
        return problems;
    }

    static List<String> problems(KubeObject object, Optional<KubeObject> before) {
        return switch (object.kind()) {
            case "ConfigMap" -> configMap(object, before);
            case "Secret" -> secret(object, before);
            case "Ingress" -> ingress(object);
            case "NetworkPolicy" -> networkPolicy(object);
            case "PersistentVolumeClaim" ->
                Tree.at(object.tree(), "spec", "resources", "requests", "storage")
                                .isPresent()
                        ? List.of()
                        : List.of("spec.resources[storage]: Required value");
            default -> List.of();
        };
    }

    private static List<String> configMap(KubeObject map, Optional<KubeObject> before) {
        List<String> problems = new ArrayList<>();
        map.texts("data").keySet().stream()
                .filter(map.texts("binaryData")::containsKey)
                .forEach(key -> problems.add("data[" + key + "]: Invalid value: " + GoText.quoted(key)
                        + ": duplicate of key present in binaryData"));
        problems.addAll(immutable(map, before));
        return problems;
    }

    private static List<String> immutable(KubeObject object, Optional<KubeObject> before) {
        return before.filter(old -> old.has("true", "immutable")
                                && !old.texts("data").equals(object.texts("data")))
                        .isPresent()
                ? List.of("data: Forbidden: field is immutable when `immutable` is set")
                : List.of();
    }

    private static List<String> secret(KubeObject secret, Optional<KubeObject> before) {
        List<String> problems = new ArrayList<>();
        String type = secret.text("type").orElse("Opaque");
        if (before.filter(old -> !old.text("type").orElse("Opaque").equals(type))
                .isPresent()) {
            problems.add("type: Invalid value: " + GoText.quoted(type) + ": field is immutable");
        }
        KEYS.getOrDefault(type, List.of()).stream()
                .filter(key -> !secret.texts("data").containsKey(key)
                        && !secret.texts("stringData").containsKey(key))
                .forEach(key -> problems.add("data[" + key + "]: Required value"));
        problems.addAll(immutable(secret, before));
        return problems;
    }

    private static List<String> ingress(KubeObject ingress) {
        List<String> problems = new ArrayList<>();
        List<Object> rules = ingress.list("spec", "rules");
        if (rules.isEmpty() && Tree.at(ingress.tree(), "spec", "defaultBackend").isEmpty()) {
            problems.add(
                    "spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be"
                            + " specified");
        }
        for (int i = 0; i < rules.size(); i++) {
            List<Object> paths = Tree.list(rules.get(i), "http", "paths");
            for (int j = 0; j < paths.size(); j++) {
                String path = Tree.text(paths.get(j), "path").orElse("/");
                if (!path.startsWith("/") && !Tree.has(paths.get(j), "ImplementationSpecific", "pathType")) {
                    problems.add("spec.rules[" + i + "].http.paths[" + j + "].path: Invalid value: "
                            + GoText.quoted(path) + ": must be an absolute path");
                }
            }
            Optional<String> address = Tree.text(rules.get(i), "host")
                    .filter(host -> Formats.problems("address", host).isEmpty());
            if (address.isPresent()) {
                problems.add("spec.rules[" + i + "].host: Invalid value: " + GoText.quoted(address.get())
                        + ": must be a DNS name, not an IP address");
            }
        }
        return problems;
    }

    private static List<String> networkPolicy(KubeObject policy) {
        List<String> problems = new ArrayList<>();
        peers(policy, "ingress", "from", problems);
        peers(policy, "egress", "to", problems);
        return problems;
    }

    private static void peers(KubeObject policy, String direction, String side, List<String> problems) {
        List<Object> rules = policy.list("spec", direction);
        for (int i = 0; i < rules.size(); i++) {
            List<Object> peers = Tree.list(rules.get(i), side);
            for (int j = 0; j < peers.size(); j++) {
                Map<String, Object> peer = Tree.map(peers.get(j));
                if (peer.containsKey("ipBlock") && peer.size() > 1) {
                    problems.add("spec." + direction + "[" + i + "]." + side + "[" + j
                            + "]: Forbidden: may not specify both ipBlock and another peer");
                }
            }
        }
    }
}
