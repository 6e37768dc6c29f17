package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's agent does not get ready, for a reason that its own words may tell.
 *
 * @param starting whether it began a moment ago, and nothing speaks against it
 */
record AgentNotReady(boolean starting) implements Cause {
    private static final String AGENT = "cilium-agent";

    /** How many nodes are told one by one. */
    private static final int TOLD = 3;

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = nodes(victims, clues).stream()
                .filter(node ->
                        clues.nodeCause(node.name()).filter(this::equals).isPresent())
                .toList();
        Draft draft = Draft.of(starting ? Severity.NOTE : Severity.ERROR, "AGENT_NOT_READY", victims)
                .symptom(nodesAndPods(nodes, "takes no pods", "take no pods", victims, clues))
                .cause(cause(nodes, clues));
        for (KubeObject node : nodes.subList(0, Math.min(TOLD, nodes.size()))) {
            clues.agent(node.name()).ifPresent(agent -> evidence(draft, agent, clues));
            draft.evidence(
                    NodeRules.blocks(node.name(), clues).isEmpty()
                            ? ""
                            : "blocks of " + node.name() + ": " + Quote.names(NodeRules.blocks(node.name(), clues)));
        }
        if (starting) {
            return draft.done();
        }
        nodes.stream()
                .flatMap(node -> clues.agent(node.name()).stream())
                .limit(1)
                .forEach(agent -> draft.advise(
                        "Read what the agent says",
                        clues.lab()
                                .kubectl("-n kube-system logs " + agent.name() + " -c " + AGENT
                                        + (restarts(agent) > 0 ? " --previous" : "") + " --tail=50")));
        return draft.advise(
                        "If the values were changed, bring Cilium back to those of the lab",
                        clues.lab().labctl("cilium-install"))
                .done();
    }

    private static void evidence(Draft draft, KubeObject agent, ClusterIndex clues) {
        container(agent).ifPresent(status -> draft.evidence(Quote.container(agent, status))
                .evidence(Quote.lastWords(status).stream()));
        draft.evidence(clues.warning(agent, "Unhealthy").map(event -> Quote.event(agent, event)));
    }

    private String cause(List<KubeObject> nodes, ClusterIndex clues) {
        List<KubeObject> agents = nodes.stream()
                .flatMap(node -> clues.agent(node.name()).stream())
                .toList();
        if (agents.isEmpty()) {
            return "There is no Cilium agent, so nobody gives addresses to pods there.";
        }
        if (starting) {
            return "The Cilium agent has started a moment ago and is not ready yet.";
        }
        return agents.stream().anyMatch(agent -> restarts(agent) > 0)
                ? "The Cilium agent crashes, so nobody gives addresses to new pods. Pods that run keep their network."
                : "The Cilium agent does not get ready, so nobody gives addresses to new pods.";
    }

    private static long restarts(KubeObject agent) {
        return container(agent)
                .flatMap(status -> Tree.number(status, "restartCount"))
                .orElse(0L);
    }

    /** Whether an agent began a moment ago, and has not crashed yet. */
    static boolean starting(KubeObject agent, ClusterIndex clues) {
        Optional<Instant> started = container(agent)
                .flatMap(status -> Tree.text(status, "state", "running", "startedAt"))
                .map(Instant::parse)
                .or(agent::created);
        return restarts(agent) == 0 && clues.young(started);
    }

    static Optional<Object> container(KubeObject agent) {
        return agent.list("status", "containerStatuses").stream()
                .filter(status ->
                        Tree.text(status, "name").filter(AGENT::equals).isPresent())
                .findFirst();
    }

    /** The nodes among the victims, and those on which the victims are. */
    static List<KubeObject> nodes(AffectedObjects victims, ClusterIndex clues) {
        Map<String, KubeObject> nodes = new LinkedHashMap<>();
        victims.of("Node").forEach(node -> nodes.put(node.name(), node));
        victims.pods().forEach(pod -> pod.text("spec", "nodeName")
                .flatMap(clues::node)
                .ifPresent(node -> nodes.putIfAbsent(node.name(), node)));
        return List.copyOf(nodes.values());
    }

    /** {@code Nodes a and b take no pods. 3 pods of Deployment default/web do not run.} */
    static String nodesAndPods(
            List<KubeObject> nodes, String does, String doAll, AffectedObjects victims, ClusterIndex clues) {
        List<String> sentences = new ArrayList<>();
        if (!nodes.isEmpty()) {
            List<String> names = nodes.stream().map(KubeObject::name).toList();
            sentences.add((nodes.size() == 1 ? "Node " : "Nodes ") + Quote.names(names) + " "
                    + (nodes.size() == 1 ? does : doAll) + ".");
        }
        List<KubeObject> others = victims.all().stream()
                .filter(object -> !object.kind().equals("Pod") || !ClusterIndex.isAgent(object))
                .toList();
        if (!others.isEmpty()) {
            sentences.add(new AffectedObjects(others).say("does not run", "do not run", clues));
        }
        return String.join(" ", sentences).strip();
    }
}
