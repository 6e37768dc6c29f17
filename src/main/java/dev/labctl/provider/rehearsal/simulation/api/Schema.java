package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** The types of the fields that readers of a book get wrong most often: numbers in quotes, labels without them. */
final class Schema {
    private static final String NUMBER = "numeric (int or float)";
    private static final String TEXT = "string";
    private static final String MAP = "map";
    private static final String LIST = "list";

    private static final long MOST_PODS = 200_000;

    private final ObjectRef ref;
    private final KubeObject object;

    private Schema(KubeObject object) {
        this.ref = object.ref();
        this.object = object;
    }

    /**
     * Looks at the types of an object's fields.
     *
     * @throws dev.labctl.kubernetes.ApiException for the first that is wrong
     */
    static void check(KubeObject object) {
        new Schema(object).check();
    }

    private void check() {
        texts("metadata", "labels");
        texts("metadata", "annotations");
        switch (object.kind()) {
            case "Deployment", "StatefulSet", "ReplicaSet" -> {
                count("replicas");
                workload();
            }
            case "DaemonSet" -> workload();
            case "Job" -> {
                count("completions");
                count("parallelism");
                workload();
            }
            case "Pod" -> pod("spec");
            case "Service" -> {
                texts("spec", "selector");
                field(LIST, "spec", "ports");
                field(LIST, "spec", "ipFamilies");
                field(TEXT, "spec", "type");
            }
            case "ConfigMap" -> texts("data");
            case "CiliumPodIPPool" -> {
                for (String family : List.of("ipv4", "ipv6")) {
                    field(MAP, "spec", family);
                    field(LIST, "spec", family, "cidrs");
                    field(NUMBER, "spec", family, "maskSize");
                }
            }
            default -> field(MAP, "metadata");
        }
    }

    private void workload() {
        field(MAP, "spec", "selector");
        texts("spec", "selector", "matchLabels");
        texts("spec", "template", "metadata", "labels");
        texts("spec", "template", "metadata", "annotations");
        pod("spec", "template", "spec");
    }

    private void pod(String... spec) {
        field(MAP, spec);
        texts(under(spec, "nodeSelector"));
        field(LIST, under(spec, "tolerations"));
        field(NUMBER, under(spec, "terminationGracePeriodSeconds"));
        field(LIST, under(spec, "containers"));
    }

    private static String[] under(String[] path, String name) {
        String[] longer = java.util.Arrays.copyOf(path, path.length + 1);
        longer[path.length] = name;
        return longer;
    }

    /** A number of pods, and no more than a rehearsal can hold. */
    private void count(String name) {
        field(NUMBER, "spec", name);
        if (object.number("spec", name) > MOST_PODS) {
            throw Rejections.invalid(
                    ref, "spec." + name, "Invalid value: in a rehearsal it must be at most " + MOST_PODS);
        }
    }

    private void texts(String... path) {
        field(MAP, path);
        Tree.map(object.tree(), path).forEach((key, value) -> expect(TEXT, value, String.join(".", path) + "." + key));
    }

    private void field(String type, String... path) {
        Tree.at(object.tree(), path).ifPresent(value -> expect(type, value, String.join(".", path)));
    }

    private void expect(String type, Object value, String field) {
        boolean fits =
                switch (type) {
                    case NUMBER -> value instanceof Long || value instanceof Integer;
                    case TEXT -> value instanceof String;
                    case MAP -> value instanceof Map;
                    case LIST -> value instanceof List;
                    default -> true;
                };
        if (!fits && value != null) {
            throw Rejections.wrongType(ref, field, type, value);
        }
    }
}
