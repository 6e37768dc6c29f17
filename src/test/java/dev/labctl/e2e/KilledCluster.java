package dev.labctl.e2e;

import dev.labctl.fault.KillCase.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cluster of a harness: how far a lab has come on it, and what is there. */
final class KilledCluster {
    static final String NAME = "cilium-book";

    /** How far a lab has come, each by one command after the other. */
    private static final List<String> STAGES = List.of("", "up", "cilium-install", "apply");

    private final Shell shell;
    private final Map<String, Set<String>> undisturbed = new HashMap<>();
    private String lab = "";
    private int stage;

    KilledCluster(Shell shell) {
        this.shell = shell;
    }

    /** The stage that a call begins with. */
    private static int from(Call call) {
        return switch (call) {
            case RUN -> 0;
            case CILIUM_INSTALL -> 1;
            case APPLY -> 2;
            case DOWN -> 3;
        };
    }

    private static int to(Call call) {
        return switch (call) {
            case RUN, APPLY -> 3;
            case CILIUM_INSTALL -> 2;
            case DOWN -> 0;
        };
    }

    /** Whether a call of the lab can begin on what is there. */
    boolean isReadyFor(Call call, String other) {
        return lab.equals(other) && stage == from(call);
    }

    /** Brings the lab to where the call begins. */
    void prepare(Call call, String wanted) {
        bring(wanted, from(call));
    }

    private void bring(String wanted, int to) {
        if (!lab.equals(wanted) || stage > to) {
            shell.deleteCluster(NAME);
            lab = wanted;
            stage = 0;
        }
        for (; stage < to; stage++) {
            call(STAGES.get(stage + 1), lab).succeeds();
        }
    }

    /** Runs the call itself, which was ended before. */
    Shell.Ended again(Call call) {
        Shell.Ended ended = call(call.command(), lab);
        // What failed says nothing of what is there.
        stage = ended.exit() == 0 ? to(call) : STAGES.size();
        return ended;
    }

    private Shell.Ended call(String command, String of) {
        return shell.run("labctl " + String.join(" ", Call.arguments(command, of)));
    }

    /** What is there after the same call without a disturbance; each lab goes through all of its stages once. */
    Set<String> expected(Call call, String of) {
        String key = of + " " + to(call);
        if (!undisturbed.containsKey(key)) {
            shell.deleteCluster(NAME);
            lab = "";
            for (int i = 0; i < STAGES.size(); i++) {
                bring(of, i);
                undisturbed.put(of + " " + i, objects());
            }
        }
        return undisturbed.get(key);
    }

    /** What is there: objects, without the letters that the controllers make up, settings, and containers. */
    Set<String> objects() {
        Set<String> all =
                new TreeSet<>(shell.run("docker ps --all --format '{{.Names}} {{.State}}' | grep ^" + NAME + " || true")
                        .out()
                        .lines()
                        .toList());
        if (!shell.run("kind get clusters").out().lines().toList().contains(NAME)) {
            return all;
        }
        all.addAll(Stream.of("services", "namespaces", "nodes", "configmaps", "ciliumpodippools")
                .flatMap(kind -> columns(kind, ""))
                .collect(Collectors.toSet()));
        all.addAll(Stream.of("deployments", "daemonsets")
                .flatMap(kind -> columns(kind, ",I:.spec.template.spec.containers[*].image,R:.spec.replicas"))
                .collect(Collectors.toSet()));
        all.add("values "
                + shell.run("helm --kube-context kind-" + NAME
                                + " -n kube-system get values cilium -o json 2>/dev/null || true")
                        .out());
        for (String object : List.of("cilium-config", "labctl")) {
            all.add(object + " "
                    + shell.run("kubectl --context kind-" + NAME + " -n kube-system get configmap " + object
                                    + " --ignore-not-found -o json | jq -Sc '.data | del(.verified, .ciliumRevision)'")
                            .out());
        }
        return all;
    }

    private Stream<String> columns(String kind, String more) {
        return shell.run("kubectl --context kind-" + NAME + " get " + kind
                        + " -A --ignore-not-found -o custom-columns=N:.metadata.namespace,K:.kind,M:.metadata.name"
                        + more + " --no-headers || true")
                .out()
                .lines()
                .map(line -> line.replaceAll(" +", " "));
    }
}
