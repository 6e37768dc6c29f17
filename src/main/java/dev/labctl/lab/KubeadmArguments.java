package dev.labctl.lab;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arguments of the kubelet and of control plane components, as kubeadm's configuration has them. */
final class KubeadmArguments {
    private static final Set<String> FIELDS = Set.of("extraArgs", "kubeletExtraArgs");

    private KubeadmArguments() {}

    /** In the form of a version. */
    static Object write(KubeadmApi api, Map<String, String> arguments) {
        return api == KubeadmApi.V1BETA3
                ? Map.copyOf(arguments)
                : arguments.entrySet().stream()
                        .map(argument -> (Object) item(argument.getKey(), argument.getValue()))
                        .toList();
    }

    private static Map<String, Object> item(String name, Object value) {
        return Tree.of("name", name, "value", value);
    }

    /** By name; what is malformed is left out, {@link #refusal} names it. */
    static Map<String, String> read(Object document, String... path) {
        Map<String, String> arguments = new LinkedHashMap<>(Tree.texts(document, path));
        Tree.list(document, path).forEach(item -> Tree.text(item, "name")
                .ifPresent(name -> arguments.put(name, Tree.text(item, "value").orElse(""))));
        return arguments;
    }

    /** Why kubeadm does not take the arguments at the end of a path; empty where it does. */
    static Optional<String> refusal(KubeadmApi api, String kind, Object document, String... path) {
        String field = "`" + path[path.length - 1] + "` of " + kind;
        Optional<Object> value = Tree.at(document, path);
        boolean list = value.filter(List.class::isInstance).isPresent();
        boolean map = value.filter(Map.class::isInstance).isPresent();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (api == KubeadmApi.V1BETA3 ? !map : !list) {
            return Optional.of(field + " must be a "
                    + (api == KubeadmApi.V1BETA3 ? "mapping" : "list of names and values") + " in " + api.apiVersion());
        }
        return values(value.get()).entrySet().stream()
                .filter(argument -> !(argument.getValue() instanceof String))
                .map(argument ->
                        field + ": the value of " + argument.getKey() + " must be text: quote " + argument.getValue())
                .findFirst();
    }

    private static Map<String, Object> values(Object arguments) {
        Map<String, Object> values = new LinkedHashMap<>(Tree.map(arguments));
        Tree.list(arguments)
                .forEach(item -> values.put(
                        Tree.text(item, "name").orElse(""),
                        Tree.at(item, "value").orElse(null)));
        return values;
    }

    /**
     * A patch in which arguments are what they come to, as kind merges them for {@code v1beta4}: by name, where a null takes one
     * away, and from a mapping if the patch is for any version (kind 0.33 {@code pkg/internal/patch/kubeadm_merge.go}).
     */
    static Map<String, Object> merged(Map<String, Object> document, Map<String, Object> patch, boolean anyVersion) {
        Map<String, Object> whole = new LinkedHashMap<>(patch);
        patch.forEach((key, value) -> {
            if (FIELDS.contains(key)) {
                whole.put(key, merged(Tree.list(document, key), value, anyVersion));
            } else if (value instanceof Map) {
                whole.put(key, merged(Tree.map(document, key), Tree.map(value), anyVersion));
            }
        });
        return whole;
    }

    private static List<Object> merged(List<Object> arguments, Object patch, boolean anyVersion) {
        List<Object> all = new ArrayList<>(arguments);
        if (patch instanceof Map && !anyVersion) {
            return all;
        }
        values(patch).forEach((name, value) -> {
            int place = all.stream()
                    .map(item -> Tree.text(item, "name").orElse(""))
                    .toList()
                    .indexOf(name);
            if (place < 0 && value != null) {
                all.add(item(name, value));
            } else if (place >= 0 && value != null) {
                all.set(place, item(name, value));
            } else if (place >= 0) {
                all.remove(place);
            }
        });
        return all;
    }
}
