package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which objects the API server accepts, and the defaults that it fills in. Pure.
 *
 * @param families of the cluster's Services, the primary one first
 */
public record Admission(List<Family> families) {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "Job");
    private static final Set<String> REPLICATED = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    /** Kubernetes {@code apimachinery/pkg/util/validation}: RFC 1123 subdomain, and label. */
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 253;

    /** No more than a rehearsal can hold. */
    private static final long MOST_PODS = 200_000;

    /** The fields of {@code spec} that are numbers of pods. */
    private static final Map<String, List<String>> COUNTS = Map.of(
            "Deployment", List.of("replicas"),
            "StatefulSet", List.of("replicas"),
            "ReplicaSet", List.of("replicas"),
            "Job", List.of("completions", "parallelism"));

    /**
     * Checks an object as it would be stored.
     *
     * @param before as it is
     * @throws dev.labctl.kubernetes.ApiException if the server would reject it
     */
    void check(KubeObject object, Optional<KubeObject> before) {
        ObjectRef ref = object.ref();
        COUNTS.getOrDefault(ref.kind(), List.of()).forEach(field -> count(object, field));
        if (REPLICATED.contains(ref.kind())) {
            long replicas = object.number("spec", "replicas");
            require(
                    replicas >= 0,
                    ref,
                    "spec.replicas",
                    "Invalid value: " + replicas + ": must be greater than or equal to 0");
        }
        if (WORKLOADS.contains(ref.kind())) {
            if (!ref.kind().equals("Job")) {
                selector(object, before);
            }
            containers(ref, "spec.template.spec", Tree.map(object.tree(), "spec", "template", "spec"));
        } else if (ref.kind().equals("Pod")) {
            containers(ref, "spec", Tree.map(object.tree(), "spec"));
        } else if (ref.kind().equals("Service")) {
            service(object);
        }
    }

    private static void count(KubeObject object, String field) {
        require(
                object.number("spec", field) <= MOST_PODS,
                object.ref(),
                "spec." + field,
                "Invalid value: in a rehearsal it must be at most " + MOST_PODS);
    }

    private static void require(boolean holds, ObjectRef ref, String field, String why) {
        if (!holds) {
            throw Rejections.invalid(ref, field, why);
        }
    }

    /** What is checked first. */
    static void checkName(ObjectRef ref) {
        String name = ref.name();
        require(!name.isEmpty(), ref, "metadata.name", "Required value: name or generateName is required");
        boolean free = ref.apiVersion().startsWith("rbac.authorization.k8s.io/");
        require(
                free
                        || (name.length() <= LONGEST_NAME
                                && SUBDOMAIN.matcher(name).matches()),
                ref,
                "metadata.name",
                "Invalid value: \"" + name + "\": a lowercase RFC 1123 subdomain must consist of lower case"
                        + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                        + " character");
    }

    private static void selector(KubeObject object, Optional<KubeObject> before) {
        ObjectRef ref = object.ref();
        Map<String, Object> selector = Tree.map(object.tree(), "spec", "selector");
        Map<String, String> labels = object.texts("spec", "template", "metadata", "labels");
        require(!selector.isEmpty(), ref, "spec.selector", "Required value");
        require(
                Requirement.all(Requirement.selector(selector), labels),
                ref,
                "spec.template.metadata.labels",
                "Invalid value: " + labels + ": `selector` does not match template `labels`");
        boolean same = before.map(
                        old -> Tree.map(old.tree(), "spec", "selector").equals(selector))
                .orElse(true);
        require(same, ref, "spec.selector", "Invalid value: " + selector + ": field is immutable");
    }

    private static void containers(ObjectRef ref, String path, Map<String, Object> spec) {
        List<Object> containers = Tree.list(spec, "containers");
        require(!containers.isEmpty(), ref, path + ".containers", "Required value");
        for (int i = 0; i < containers.size(); i++) {
            for (String field : List.of("name", "image")) {
                boolean blank = Tree.text(containers.get(i), field).orElse("").isBlank();
                require(!blank, ref, path + ".containers[" + i + "]." + field, "Required value");
            }
        }
    }

    private void service(KubeObject service) {
        ObjectRef ref = service.ref();
        List<Object> ports = service.list("spec", "ports");
        String ip = service.text("spec", "clusterIP").orElse("");
        boolean without = ip.equals("None") || service.has("ExternalName", "spec", "type");
        require(without || !ports.isEmpty(), ref, "spec.ports", "Required value");
        for (int i = 0; i < ports.size(); i++) {
            long port = Tree.number(ports.get(i), "port").orElse(0L);
            require(
                    port >= 1 && port <= 65_535,
                    ref,
                    "spec.ports[" + i + "].port",
                    "Invalid value: " + port + ": must be between 1 and 65535, inclusive");
        }
        require(
                ip.isEmpty() || ip.equals("None") || IpAddress.read(ip).isPresent(),
                ref,
                "spec.clusterIPs[0]",
                "Invalid value: \"" + ip + "\": must be a valid IP address");
        families(service);
    }

    private void families(KubeObject service) {
        List<Object> wanted = service.list("spec", "ipFamilies");
        for (int i = 0; i < wanted.size(); i++) {
            String word = String.valueOf(wanted.get(i));
            boolean known =
                    families.stream().anyMatch(family -> family.toString().equals(word));
            require(
                    known || (i > 0 && service.has("PreferDualStack", "spec", "ipFamilyPolicy")),
                    service.ref(),
                    "spec.ipFamilies[" + i + "]",
                    "Invalid value: \"" + word + "\": not configured on this cluster");
        }
        require(
                families.size() > 1 || !service.has("RequireDualStack", "spec", "ipFamilyPolicy"),
                service.ref(),
                "spec.ipFamilyPolicy",
                "Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services");
    }

    /** The object with what the server fills in. */
    static Map<String, Object> withDefaults(Map<String, Object> tree) {
        String kind = Tree.text(tree, "kind").orElse("");
        Map<String, Object> filled = tree;
        if (REPLICATED.contains(kind)) {
            filled = Tree.withDefault(filled, 1L, "spec", "replicas");
        }
        if (kind.equals("Deployment")) {
            filled = Tree.withDefault(filled, "RollingUpdate", "spec", "strategy", "type");
            filled = Tree.withDefault(filled, 600L, "spec", "progressDeadlineSeconds");
        }
        if (WORKLOADS.contains(kind)) {
            filled = Tree.with(filled, pod(Tree.map(filled, "spec", "template", "spec")), "spec", "template", "spec");
        } else if (kind.equals("Pod")) {
            filled = Tree.with(filled, pod(Tree.map(filled, "spec")), "spec");
        } else if (kind.equals("Service")) {
            filled = Tree.withDefault(filled, "ClusterIP", "spec", "type");
        }
        return filled;
    }

    private static Map<String, Object> pod(Map<String, Object> spec) {
        Map<String, Object> filled = Tree.withDefault(spec, "Always", "restartPolicy");
        filled = Tree.withDefault(filled, 30L, "terminationGracePeriodSeconds");
        filled = Tree.withDefault(filled, "ClusterFirst", "dnsPolicy");
        filled = Tree.withDefault(filled, "default", "serviceAccountName");
        return Tree.withDefault(filled, "default-scheduler", "schedulerName");
    }
}
