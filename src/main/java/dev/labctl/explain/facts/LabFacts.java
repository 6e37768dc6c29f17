package dev.labctl.explain.facts;

import dev.labctl.cluster.Pod;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.plan.Scenario;
import dev.labctl.tree.Tree;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known beyond the observation: the lab that the cluster is for, and the commands that reach the cluster.
 *
 * @param lab the cluster's lab; empty where its files are not at hand
 * @param plan the input of the lab's plan, to predict the effect of a change
 * @param kubectl how kubectl reaches the cluster, such as {@code kubectl --context kind-cilium-book}; empty for a
 *     rehearsal, which only labctl reaches
 * @param loadImage the command that loads the image {@code IMAGE} from this machine onto the nodes; may be empty
 * @param startNodes the command that starts stopped nodes, with {@code NODES} for their names; may be empty
 * @param options what labctl's commands need to mean this cluster, such as {@code --cluster mine --rehearse}; may be empty
 * @param refused why the last objects of the lab were not applied; empty where all were
 * @param halted what became of nodes whose machines do not run, such as {@code stopped}, by their names
 * @param changeCilium the command that changes Cilium's values on a cluster that labctl did not create; empty where it did
 */
public record LabFacts(
        Optional<Lab> lab,
        Optional<Scenario> plan,
        Optional<String> kubectl,
        String loadImage,
        String startNodes,
        String options,
        Optional<String> refused,
        Map<String, String> halted,
        Optional<String> changeCilium) {
    /** For a cluster of which nothing is known. */
    public static final LabFacts NONE = new LabFacts(
            Optional.empty(),
            Optional.empty(),
            Optional.of("kubectl"),
            "kind load docker-image IMAGE",
            "docker start NODES",
            "",
            Optional.empty(),
            Map.of(),
            Optional.empty());

    /** What is known of a cluster, with its context of kubectl as a shell takes it, which a rehearsal does not have. */
    public static LabFacts of(
            Optional<String> context,
            String loadImage,
            String startNodes,
            String options,
            Optional<Lab> lab,
            Optional<Scenario> plan) {
        return new LabFacts(
                lab,
                plan,
                context.map(known -> known.isEmpty() ? "kubectl" : "kubectl --context " + known),
                loadImage,
                startNodes,
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /** A kubectl command; empty where there is no cluster for it. */
    public String kubectl(String words) {
        return kubectl.map(command -> command + " " + words).orElse("");
    }

    /** A kubectl command in an object's namespace. */
    public String kubectl(Optional<String> namespace, String words) {
        return kubectl("-n " + namespace.orElse("default") + " " + words);
    }

    /** An object as an argument of kubectl: {@code deployment/nginx}. */
    public static String argument(ObjectRef ref) {
        return ref.kind().toLowerCase(Locale.ROOT) + "/" + ref.name();
    }

    /** The same for a cluster that labctl did not create: it cannot recreate it, nor does it know what runs there. */
    public LabFacts elsewhere(String changeCilium) {
        return new LabFacts(
                lab, plan, kubectl, loadImage, startNodes, options, refused, halted, Optional.of(changeCilium));
    }

    /** The same with what labctl noted when it last applied objects. */
    public LabFacts refused(Optional<String> why) {
        return new LabFacts(lab, plan, kubectl, loadImage, startNodes, options, why, halted, changeCilium);
    }

    /** The same with what became of nodes whose machines do not run. */
    public LabFacts halted(Map<String, String> nodes) {
        return new LabFacts(lab, plan, kubectl, loadImage, startNodes, options, refused, nodes, changeCilium);
    }

    /**
     * A command on the lab, such as {@code labctl apply chapter04 --use-case multi-pool-ipam}; on a cluster that labctl did not
     * create what does the same there.
     */
    public String labctl(String command, String... more) {
        if (changeCilium.isPresent() && command.equals("up")) {
            return "# create a new cluster in the way in which this one was created";
        }
        if (changeCilium.isPresent() && lab.isEmpty()) {
            return command.equals("cilium-install")
                    ? join(changeCilium.get(), String.join(" ", more))
                    : "# deploy the workloads there";
        }
        // A recording cannot be changed, but the cluster that it was made of can.
        String cluster = options.startsWith("--from ") ? "--context CONTEXT" : options;
        return join("labctl", command, arguments(), String.join(" ", more), cluster);
    }

    /** The command that creates the lab's cluster under another name. */
    public String upAs(String cluster) {
        String rehearse = options.contains("--rehearse") ? "--rehearse" : "";
        return changeCilium.isPresent()
                ? labctl("up")
                : join("labctl", "up", arguments(), "--cluster " + cluster, rehearse);
    }

    private String arguments() {
        return lab.map(Lab::ref).map(LabRef::arguments).orElse("CHAPTER --use-case USE_CASE");
    }

    /** The command that explains an object; everything where the words are empty. */
    public String explain(String object) {
        return join("labctl explain", object, options);
    }

    private static String join(String... words) {
        return String.join(" ", words).replaceAll(" +", " ").strip();
    }

    /** The lab's expectation that this pod has no address. */
    public Optional<Expectation> stuck(Pod pod) {
        return lab.flatMap(known -> known.description().expectations().stream()
                .filter(expectation -> expectation
                        .check()
                        .stuckPods()
                        .filter(pods ->
                                pods.selects(pod.namespace(), pod.object().labels()))
                        .isPresent())
                .findFirst());
    }

    /** How many pods the lab's manifest gives a workload. */
    public Optional<Long> replicas(KubeObject workload) {
        return lab.stream()
                .flatMap(known -> known.objects().stream())
                .filter(manifest -> manifest.kind().equals(workload.kind())
                        && manifest.name().equals(workload.name())
                        && manifest.namespace().or(() -> Optional.of("default")).equals(workload.namespace()))
                .map(manifest ->
                        Tree.number(manifest.tree(), "spec", "replicas").orElse(1L))
                .findFirst();
    }

    /** The input of a plan that holds for a cluster with these settings. */
    public Optional<Scenario> plan(IpamSettings settings) {
        return plan.filter(known -> known.settings().equals(settings));
    }
}
