package dev.labctl.output;

import dev.labctl.report.DiffView;
import dev.labctl.report.DiffView.Cilium;
import dev.labctl.report.DiffView.Conflict;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.DiffView.Setting;
import dev.labctl.report.DiffView.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Differences between a lab and its cluster, of every kind. */
public final class Differences {
    private static final List<String> DIFF =
            List.of("@@ -20,7 +20,7 @@", "   progressDeadlineSeconds: 600", "-  replicas: 5", "+  replicas: 3");

    private Differences() {}

    public static DiffView all() {
        ObjectDiff changed = new ObjectDiff("Deployment default/nginx", State.CHANGED, DIFF, List.of(), "");
        ObjectDiff conflict = new ObjectDiff(
                "Deployment default/echo",
                State.CONFLICT,
                DIFF,
                List.of(new Conflict(".spec.replicas", "kubectl-edit")),
                "");
        List<State> states = List.of(State.values());
        Stream<ObjectDiff> others = states.stream()
                .filter(state -> state != State.CHANGED && state != State.CONFLICT)
                .map(state -> new ObjectDiff(
                        "ConfigMap default/" + states.indexOf(state), state, List.of(), List.of(), message(state)));
        return new DiffView(
                List.of("kind.yaml, nodes[2].role: worker here, not set in the lab"),
                new Cilium(
                        true,
                        Optional.of("1.17.8"),
                        "1.18.2",
                        List.of(
                                new Setting("debug.enabled", Optional.of("true"), Optional.empty()),
                                new Setting("ipam.mode", Optional.of("kubernetes"), Optional.of("cluster-pool"))),
                        List.of(new Setting("debug", Optional.empty(), Optional.of("false")))),
                Stream.concat(Stream.of(changed, conflict), others).toList(),
                List.of("Not read: Secrets (User \"x\" cannot list resource \"secrets\")."));
    }

    public static DiffView none() {
        return new DiffView(
                List.of(),
                new Cilium(true, Optional.of("1.18.2"), "1.18.2", List.of(), List.of()),
                List.of(new ObjectDiff("Deployment default/nginx", State.UNCHANGED, "")),
                List.of());
    }

    /** To a reader who may read next to nothing. */
    public static DiffView unknown() {
        return new DiffView(
                List.of(),
                Cilium.none(false, "1.18.2"),
                List.of(new ObjectDiff("Deployment default/nginx", State.UNKNOWN, "it may not be read")),
                List.of("Not read: Deployments (User \"x\" cannot get resource \"deployments\")."));
    }

    private static String message(State state) {
        return switch (state) {
            case REFUSED -> "spec.selector: Invalid value: field is immutable";
            case UNKNOWN ->
                "User \"x\" cannot patch resource \"configmaps\" in API group \"\" in the namespace \"default\"";
            case KEPT -> "it was there before labctl applied it";
            default -> "";
        };
    }
}
