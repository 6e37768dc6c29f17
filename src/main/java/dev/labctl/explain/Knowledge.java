package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.plan.Scenario;
import java.util.Map;
import java.util.Optional;

/**
 * What is known beyond what was seen: what the cluster is meant for, and how its reader talks to it.
 *
 * @param lab the cluster's; empty where its files are not at hand
 * @param plan what a plan of the lab rests on, to say what follows from a change
 * @param kubectl how kubectl reaches the cluster, such as {@code kubectl --context kind-cilium-book}; empty for a
 *     rehearsal, which nothing but labctl reaches
 * @param options that labctl needs to mean this cluster, such as {@code --cluster mine}; may be empty
 */
public record Knowledge(Optional<Lab> lab, Optional<Scenario> plan, Optional<String> kubectl, String options) {
    /** Of a cluster that nothing is known of. */
    public static final Knowledge NOTHING =
            new Knowledge(Optional.empty(), Optional.empty(), Optional.of("kubectl"), "");

    /** A command of kubectl's; empty where there is no cluster for it. */
    String kubectl(String words) {
        return kubectl.map(reach -> reach + " " + words).orElse("");
    }

    /** A command of labctl's that takes the lab: {@code labctl apply chapter04 --use-case multi-pool-ipam}. */
    String labctl(String command) {
        return labctl(command, "");
    }

    /** The same with further options. */
    String labctl(String command, String more) {
        String ref = lab.map(Lab::ref).map(Knowledge::words).orElse("CHAPTER --use-case USE_CASE");
        return String.join(" ", "labctl", command, ref, more, options)
                .replaceAll(" +", " ")
                .strip();
    }

    private static String words(LabRef ref) {
        return ref.chapter() + ref.useCase().map(name -> " --use-case " + name).orElse("");
    }

    /** What the lab says of pods that stay stuck, with a part of the event's text that they have. */
    Optional<Expectation> stuck(KubeObject pod) {
        Map<String, String> labels = pod.labels();
        return lab.flatMap(known -> known.description().expectations().stream()
                .filter(expectation -> expectation
                        .pods()
                        .filter(pods -> pods.expectsStuck()
                                && pods.selects(pod.namespace().orElse("default"), labels))
                        .isPresent())
                .findFirst());
    }
}
