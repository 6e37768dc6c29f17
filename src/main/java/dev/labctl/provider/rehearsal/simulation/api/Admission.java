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

/** Which objects the API server accepts, and the defaults that it fills in. Pure. */
public final class Admission {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "Job");
    private static final Set<String> REPLICATED = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    /** Kubernetes {@code apimachinery/pkg/util/validation}: RFC 1123 subdomain, and label. */
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 253;

    private final List<Family> families;

    /**
     * For one cluster.
     *
     * @param families of its Services, the primary one first
     */
    public Admission(List<Family> families) {
        this.families = families;
    }

    /**
     * Checks an object as it would be stored.
     *
     * @param before as it is
     * @throws dev.labctl.kubernetes.ApiException if the server would reject it
     */
    void check(KubeObject object, Optional<KubeObject> before) {
        ObjectRef ref = object.ref();
        if (REPLICATED.contains(ref.kind()) && object.number("spec", "replicas") < 0) {
            throw Rejections.invalid(
                    ref,
                    "spec.replicas",
                    "Invalid value: " + object.number("spec", "replicas") + ": must be greater than or equal to 0");
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

    /** What is checked first. */
    static void checkName(ObjectRef ref) {
        if (ref.name().isEmpty()) {
            throw Rejections.invalid(ref, "metadata.name", "Required value: name or generateName is required");
        }
        boolean free = ref.apiVersion().startsWith("rbac.authorization.k8s.io/");
        if (!free
                && (ref.name().length() > LONGEST_NAME
                        || !SUBDOMAIN.matcher(ref.name()).matches())) {
            throw Rejections.invalid(
                    ref,
                    "metadata.name",
                    "Invalid value: \"" + ref.name() + "\": a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character");
        }
    }

    private static void selector(KubeObject object, Optional<KubeObject> before) {
        Map<String, Object> selector = Tree.map(object.tree(), "spec", "selector");
        if (selector.isEmpty()) {
            throw Rejections.invalid(object.ref(), "spec.selector", "Required value");
        }
        Map<String, String> labels = Tree.texts(object.tree(), "spec", "template", "metadata", "labels");
        if (!Requirement.all(Requirement.selector(selector), labels)) {
            throw Rejections.invalid(
                    object.ref(),
                    "spec.template.metadata.labels",
                    "Invalid value: " + labels + ": `selector` does not match template `labels`");
        }
        boolean other = before.filter(
                        old -> !Tree.map(old.tree(), "spec", "selector").equals(selector))
                .isPresent();
        if (other) {
            throw Rejections.invalid(
                    object.ref(), "spec.selector", "Invalid value: " + selector + ": field is immutable");
        }
    }

    private static void containers(ObjectRef ref, String path, Map<String, Object> spec) {
        List<Object> containers = Tree.list(spec, "containers");
        if (containers.isEmpty()) {
            throw Rejections.invalid(ref, path + ".containers", "Required value");
        }
        for (int i = 0; i < containers.size(); i++) {
            for (String field : List.of("name", "image")) {
                if (Tree.text(containers.get(i), field)
                        .filter(text -> !text.isBlank())
                        .isEmpty()) {
                    throw Rejections.invalid(ref, path + ".containers[" + i + "]." + field, "Required value");
                }
            }
        }
    }

    private void service(KubeObject service) {
        String type = service.text("spec", "type").orElse("ClusterIP");
        boolean headless =
                service.text("spec", "clusterIP").filter("None"::equals).isPresent();
        if (service.list("spec", "ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            throw Rejections.invalid(service.ref(), "spec.ports", "Required value");
        }
        for (int i = 0; i < service.list("spec", "ports").size(); i++) {
            long port =
                    Tree.number(service.list("spec", "ports").get(i), "port").orElse(0L);
            if (port < 1 || port > 65_535) {
                throw Rejections.invalid(
                        service.ref(),
                        "spec.ports[" + i + "].port",
                        "Invalid value: " + port + ": must be between 1 and 65535, inclusive");
            }
        }
        service.text("spec", "clusterIP")
                .filter(text -> !text.isEmpty() && !text.equals("None"))
                .filter(text -> IpAddress.read(text).isEmpty())
                .ifPresent(text -> {
                    throw Rejections.invalid(
                            service.ref(),
                            "spec.clusterIPs[0]",
                            "Invalid value: \"" + text + "\": must be a valid IP address");
                });
        families(service);
    }

    private void families(KubeObject service) {
        List<Object> wanted = service.list("spec", "ipFamilies");
        for (int i = 0; i < wanted.size(); i++) {
            String word = String.valueOf(wanted.get(i));
            if (families.stream().noneMatch(family -> family.toString().equals(word))
                    && (i == 0
                            || !service.text("spec", "ipFamilyPolicy")
                                    .orElse("")
                                    .equals("PreferDualStack"))) {
                throw Rejections.invalid(
                        service.ref(),
                        "spec.ipFamilies[" + i + "]",
                        "Invalid value: \"" + word + "\": not configured on this cluster");
            }
        }
        if (families.size() < 2
                && service.text("spec", "ipFamilyPolicy")
                        .filter("RequireDualStack"::equals)
                        .isPresent()) {
            throw Rejections.invalid(
                    service.ref(),
                    "spec.ipFamilyPolicy",
                    "Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services");
        }
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
