package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the API server checks of the specification of a pod beyond single fields (Kubernetes 1.33 {@code
 * pkg/apis/core/validation/validation.go}). Pure.
 */
final class PodRules {
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");

    /** The kinds of volumes in the order in which the server looks for them. */
    private static final List<String> VOLUMES = List.of(
            "emptyDir",
            "hostPath",
            "secret",
            "nfs",
            "persistentVolumeClaim",
            "downwardAPI",
            "configMap",
            "projected",
            "csi");

    private final Map<String, Object> spec;
    private final String path;
    private final List<String> problems = new ArrayList<>();

    private PodRules(Map<String, Object> spec, String path) {
        this.spec = spec;
        this.path = path;
    }

    /**
     * What is wrong with a pod's specification.
     *
     * @param path of it in its object
     */
    static List<String> problems(Map<String, Object> spec, String path) {
        PodRules rules = new PodRules(spec, path);
        rules.volumes();
        if (Tree.list(spec, "containers").isEmpty()) {
            rules.add("containers", "Required value");
        }
        Set<String> names = new HashSet<>();
        Set<String> hostPorts = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            List<Object> containers = Tree.list(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                rules.container(list + "[" + i + "]", Tree.map(containers.get(i)), names, hostPorts);
            }
        }
        rules.problems.addAll(FieldRules.check("pod", spec, path + "."));
        rules.tolerations();
        rules.problems.addAll(AffinityRules.problems(Tree.map(spec, "affinity"), path + ".affinity"));
        return rules.problems;
    }

    private void add(String field, String why) {
        problems.add(path + "." + field + ": " + why);
    }

    private void volumes() {
        List<Object> volumes = Tree.list(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            Map<String, Object> volume = Tree.map(volumes.get(i));
            List<String> kinds = VOLUMES.stream().filter(volume::containsKey).toList();
            for (String more : kinds.subList(Math.min(1, kinds.size()), kinds.size())) {
                add("volumes[" + i + "]." + more, "Forbidden: may not specify more than 1 volume type");
            }
        }
    }

    private void container(String at, Map<String, Object> container, Set<String> names, Set<String> hostPorts) {
        problems.addAll(FieldRules.check("container", container, path + "." + at + "."));
        String name = Tree.text(container, "name").orElse("");
        if (!name.isEmpty() && !names.add(name)) {
            add(at + ".name", "Duplicate value: " + GoText.quoted(name));
        }
        ports(at, Tree.list(container, "ports"), hostPorts);
        mounts(at, Tree.list(container, "volumeMounts"));
        environment(at, Tree.list(container, "env"));
        PROBES.forEach(probe -> Tree.at(container, probe).ifPresent(given -> probe(at + "." + probe, given)));
        problems.addAll(ResourceRules.problems(Tree.map(container, "resources"), path + "." + at + ".resources"));
    }

    private void ports(String at, List<Object> ports, Set<String> hostPorts) {
        Set<String> names = new HashSet<>();
        boolean host = Tree.flag(spec, "hostNetwork").orElse(false);
        for (int i = 0; i < ports.size(); i++) {
            Object port = ports.get(i);
            String field = at + ".ports[" + i + "].";
            Optional<Long> number = Tree.number(port, "containerPort");
            Optional<Long> hostPort = Tree.number(port, "hostPort").or(() -> number.filter(any -> host));
            Tree.text(port, "name")
                    .filter(name -> !names.add(name))
                    .ifPresent(name -> add(field + "name", "Duplicate value: " + GoText.quoted(name)));
            if (host && !Objects.equals(number, hostPort)) {
                add(
                        field + "hostPort",
                        "Invalid value: " + hostPort.orElse(0L)
                                + ": must match `containerPort` when `hostNetwork` is true");
            }
            hostPort.map(used -> Tree.text(port, "protocol").orElse("TCP") + "/"
                            + Tree.text(port, "hostIP").orElse("") + "/" + used)
                    .filter(used -> !hostPorts.add(used))
                    .ifPresent(used -> add(field + "hostPort", "Duplicate value: " + GoText.quoted(used)));
        }
    }

    private void mounts(String at, List<Object> mounts) {
        List<String> volumes = Tree.list(spec, "volumes").stream()
                .flatMap(volume -> Tree.text(volume, "name").stream())
                .toList();
        for (int i = 0; i < mounts.size(); i++) {
            String name = Tree.text(mounts.get(i), "name").orElse("");
            if (!name.isEmpty() && !volumes.contains(name)) {
                add(at + ".volumeMounts[" + i + "].name", "Not found: " + GoText.quoted(name));
            }
        }
    }

    private void environment(String at, List<Object> variables) {
        for (int i = 0; i < variables.size(); i++) {
            Optional<Object> source = Tree.at(variables.get(i), "valueFrom");
            String field = at + ".env[" + i + "].valueFrom";
            if (source.isPresent()
                    && SOURCES.stream()
                            .noneMatch(kind -> Tree.at(source.get(), kind).isPresent())) {
                add(
                        field,
                        "Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
                                + " `secretKeyRef`");
            } else if (source.isPresent()
                    && !Tree.text(variables.get(i), "value").orElse("").isEmpty()) {
                add(field, "Invalid value: \"\": may not be specified when `value` is not empty");
            }
        }
    }

    private void probe(String at, Object probe) {
        List<String> handlers = HANDLERS.stream()
                .filter(handler -> Tree.at(probe, handler).isPresent())
                .toList();
        if (handlers.isEmpty()) {
            add(at, "Required value: must specify a handler type");
        }
        handlers.stream()
                .skip(1)
                .forEach(more -> add(at + "." + more, "Forbidden: may not specify more than 1 handler type"));
    }

    private void tolerations() {
        List<Object> tolerations = Tree.list(spec, "tolerations");
        for (int i = 0; i < tolerations.size(); i++) {
            Object one = tolerations.get(i);
            String field = "tolerations[" + i + "].";
            String operator = Tree.text(one, "operator").orElse("");
            String value = Tree.text(one, "value").orElse("");
            String effect = Tree.text(one, "effect").orElse("");
            if (Tree.text(one, "key").orElse("").isEmpty() && !operator.equals("Exists")) {
                add(
                        field + "operator",
                        "Invalid value: " + GoText.quoted(operator)
                                + ": operator must be Exists when `key` is empty, which means \"match all values and all"
                                + " keys\"");
            }
            if (Tree.number(one, "tolerationSeconds").isPresent() && !effect.equals("NoExecute")) {
                add(
                        field + "effect",
                        "Invalid value: " + GoText.quoted(effect)
                                + ": effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            if (operator.equals("Exists") && !value.isEmpty()) {
                add(
                        field + "operator",
                        "Invalid value: " + GoText.quoted(value) + ": value must be empty when `operator` is 'Exists'");
            } else if (!Set.of("", "Equal", "Exists").contains(operator)) {
                problems.add(
                        FieldRules.unsupported(path + "." + field + "operator", operator, List.of("Equal", "Exists")));
            }
        }
    }
}
