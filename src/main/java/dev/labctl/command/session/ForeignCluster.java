package dev.labctl.command.session;

import dev.labctl.command.planner.Refusals;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.Confirmation.Question;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.ClusterState.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A cluster that labctl did not create, and that has the name of one that is to be created. */
public final class ForeignCluster {
    /** Namespaces that kind's clusters have from the start. */
    private static final Set<String> OF_THE_SYSTEM =
            Set.of("default", "kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    private ForeignCluster() {}

    /**
     * What may be replaced, after the reader was told what is lost with a cluster that labctl did not create: on a terminal
     * the reader is asked for the cluster's name.
     *
     * @param asked on the command line
     * @param dryRun asks no questions
     * @throws FailureException with {@code CLUSTER_NOT_OURS} where the reader cannot be asked, and {@code NOT_CONFIRMED}
     *     where the answer is another
     */
    public static Replacing replacing(
            Replacing asked,
            ClusterSpec wanted,
            ClusterState state,
            OpenCluster cluster,
            Confirmation confirmation,
            boolean dryRun) {
        if (asked == Replacing.NOTHING || !state.foreign()) {
            return asked;
        }
        Refusals.ifElsewhere(wanted, state);
        List<String> lost = lost(state, cluster::api, cluster.deadline().time().now());
        if (asked == Replacing.ANY) {
            cluster.session()
                    .listener()
                    .said("the cluster " + wanted.name() + " was not created by labctl; lost with it:");
            lost.forEach(cluster.session().listener()::said);
            return asked;
        }
        Failure refusal = Refusals.foreign(wanted.name(), lost);
        if (dryRun) {
            throw refusal.asException();
        }
        List<String> lines = new ArrayList<>(
                List.of("The cluster " + wanted.name() + " was not created by labctl. Replacing it deletes:"));
        lost.forEach(line -> lines.add("  " + line));
        confirmation.require(
                Question.typed(
                        "replacing the cluster " + wanted.name(),
                        lines,
                        wanted.name().value()),
                refusal);
        return Replacing.ANY;
    }

    private static List<String> lost(ClusterState state, Supplier<KubeApi> api, Instant now) {
        if (state instanceof Unreachable silent) {
            return List.of((silent.halted().isEmpty()
                            ? "its API server does not answer"
                            : silent.halted().words()) + ", so what it holds cannot be read");
        }
        if (!(state instanceof Foreign here)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String nodes = Wording.counted(here.facts().controlPlanes(), "control-plane node") + " and "
                + Wording.counted(here.facts().workers(), "worker node") + ", Kubernetes "
                + here.facts().kubernetes();
        try {
            Permitted reader = new Permitted(api.get());
            lines.add(nodes + age(list(reader, "Node"), now));
            lines.add(namespaces(list(reader, "Namespace")));
            lines.add(pods(list(reader, "Pod")));
            reader.gaps().forEach(gap -> lines.add("not known: " + gap.kind() + ": " + gap.why()));
        } catch (ApiException e) {
            lines.add(lines.isEmpty() ? nodes : "the rest cannot be read: " + e.getMessage());
        }
        return lines;
    }

    private static List<KubeObject> list(KubeApi api, String kind) {
        return api.list("v1", kind, Optional.empty(), Map.of());
    }

    private static String age(List<KubeObject> nodes, Instant now) {
        return nodes.stream()
                .flatMap(node -> node.created().stream())
                .min(Comparator.naturalOrder())
                .map(created -> ", created " + ago(Duration.between(created, now)))
                .orElse("");
    }

    private static String ago(Duration age) {
        if (age.toMinutes() < 1) {
            return "less than a minute ago";
        }
        if (age.toHours() < 1) {
            return Wording.counted(age.toMinutes(), "minute") + " ago";
        }
        return age.toDays() < 1
                ? Wording.counted(age.toHours(), "hour") + " ago"
                : Wording.counted(age.toDays(), "day") + " ago";
    }

    private static String namespaces(List<KubeObject> all) {
        List<String> own = all.stream()
                .map(KubeObject::name)
                .filter(name -> !OF_THE_SYSTEM.contains(name))
                .sorted()
                .toList();
        return own.isEmpty() ? "no namespaces but the system's" : "namespaces: " + Wording.names(own);
    }

    private static String pods(List<KubeObject> all) {
        Map<String, Long> byNamespace = all.stream()
                .map(pod -> pod.namespace().orElse("default"))
                .filter(name -> !OF_THE_SYSTEM.contains(name) || name.equals("default"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        List<String> counts = byNamespace.entrySet().stream()
                .map(entry -> Wording.grouped(entry.getValue()) + " in " + entry.getKey())
                .toList();
        return Wording.counted(all.size(), "pod")
                + (counts.isEmpty() ? ", all of the system" : ": " + Wording.names(counts));
    }
}
