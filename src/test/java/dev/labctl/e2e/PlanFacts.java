package dev.labctl.e2e;

import static dev.labctl.e2e.Kubectl.name;
import static dev.labctl.e2e.Kubectl.ready;
import static dev.labctl.e2e.Kubectl.text;
import static dev.labctl.e2e.Kubectl.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** A plan and the cluster side by side, fact by fact. */
final class PlanFacts {
    private static final Pattern STATUS = Pattern.compile("IPv4: [0-9]+/([0-9]+) allocated from (\\S+?),");
    private static final Pattern SANDBOX = Pattern.compile("sandbox \"[0-9a-f]{64}\"");
    private static final Pattern FULL = Pattern.compile("allocator full, on ([0-9]+) of [0-9]+ nodes");
    private static final Set<String> AGENTS_OWN = Set.of("router", "health", "ingress");

    private final Kubectl kubectl;
    private final Map<?, ?> plan;
    private final List<String> facts = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private PlanFacts(Kubectl kubectl, Map<?, ?> plan) {
        this.kubectl = kubectl;
        this.plan = plan;
    }

    /**
     * Compares until all facts agree, for a while: the last pod may still be on its way.
     *
     * @param lab as labctl's commands name it
     */
    static void agree(Shell shell, Kubectl kubectl, String lab) {
        Map<?, ?> plan = new JsonMapper()
                .readValue(
                        shell.run("labctl plan " + lab + " -o json").succeeds().out(), Map.class);
        Patience.untilHolds(() -> {
            PlanFacts facts = new PlanFacts(kubectl, plan);
            facts.compare();
            assertThat(facts.wrong).as("facts of " + facts.facts).isEmpty();
            System.out.println(lab + ": plan and cluster agree on all " + facts.facts.size() + " facts");
        });
    }

    private void fact(String what, boolean agrees) {
        facts.add(what);
        if (!agrees) {
            wrong.add(what);
        }
    }

    private void compare() {
        List<Object> nodes = kubectl.items("get ciliumnodes");
        fact(
                "as many nodes: " + nodes.size(),
                nodes.size() == Tree.list(plan, "nodes").size());
        Set<String> given = new HashSet<>();
        for (Object node : nodes) {
            Object planned = planned(node);
            blocks(node, planned, given);
            interfaces(node, planned);
            usable(node, planned);
        }
        errors(nodes);
        List<Object> pods = kubectl.items("get pods -A");
        Tree.list(plan, "workloads").forEach(workload -> workload(workload, pods));
    }

    /** EC2 names its instances: each is like any other of its type. */
    private Object planned(Object node) {
        String type = text(node, "spec", "eni", "instance-type");
        return Tree.list(plan, "nodes").stream()
                .filter(planned -> type.isEmpty()
                        ? text(planned, "name").equals(name(node))
                        : Tree.list(planned, "cidrs").stream()
                                .anyMatch(one -> text(one, "pool").equals(type)))
                .findFirst()
                .orElse(Map.of());
    }

    /** The operator gives a node no more addresses than its instance can have. */
    private void interfaces(Object node, Object planned) {
        int addresses = Tree.map(node, "spec", "ipam", "pool").size();
        if (addresses > 0) {
            long most = Tree.list(planned, "cidrs").stream()
                    .mapToLong(one -> Tree.number(one, "usable").orElse(0L))
                    .sum();
            fact(name(node) + " has " + addresses + " addresses, planned were up to " + most, addresses <= most);
        }
    }

    private void blocks(Object node, Object planned, Set<String> given) {
        texts(node, "spec", "ipam", "podCIDRs").forEach(cidr -> block(node, planned, "", cidr, given));
        for (Object pool : Tree.list(node, "spec", "ipam", "pools", "allocated")) {
            texts(pool, "cidrs").forEach(cidr -> block(node, planned, text(pool, "pool"), cidr, given));
        }
    }

    private void block(Object node, Object planned, String pool, String cidr, Set<String> given) {
        boolean possible = Tree.list(planned, "cidrs").stream()
                .filter(one -> pool.isEmpty() || text(one, "pool").equals(pool))
                .anyMatch(one -> text(one, "cidr").equals(cidr)
                        || texts(one, "blocks").stream().anyMatch(row -> holds(row, cidr)));
        fact(name(node) + " has " + cidr + " of " + pool, possible);
        fact(cidr + " is one node's alone", given.add(cidr));
    }

    /** Whether a row, one block or {@code FIRST-LAST}, has the block. */
    private static boolean holds(String row, String cidr) {
        String[] ends = row.split("-", 2);
        if (ends.length == 1) {
            return row.equals(cidr);
        }
        Cidr block = Cidr.of(cidr);
        return Cidr.of(ends[0]).length() == block.length()
                && Cidr.of(ends[0]).network().compareTo(block.network()) <= 0
                && Cidr.of(ends[1]).network().compareTo(block.network()) >= 0;
    }

    /** What the node's own agent says of its IPv4 block and of what it took for itself. */
    private void usable(Object node, Object planned) {
        List<Object> agents =
                kubectl.items("-n kube-system get pods -l k8s-app=cilium --field-selector spec.nodeName=" + name(node));
        if (agents.size() != 1 || !ready(agents.get(0))) {
            return;
        }
        String exec = "-n kube-system exec " + name(agents.get(0)) + " -c cilium-agent -- cilium-dbg status";
        Matcher line = STATUS.matcher(kubectl.out(exec));
        if (!line.find()) {
            return;
        }
        Object ipv4 = Tree.list(planned, "cidrs").stream()
                .filter(cidr -> text(cidr, "family").equals("IPv4"))
                .findFirst()
                .orElse(Map.of());
        fact(
                name(node) + " has " + line.group(1) + " usable addresses",
                line.group(1).equals(text(ipv4, "usable")));
        String json = kubectl.out(exec + " -o json");
        // A busy kubelet can lose what a program writes just before its end: the next look asks again.
        assertThat(json).as("status of the agent on " + name(node)).isNotBlank();
        Map<?, ?> status = new JsonMapper().readValue(json, Map.class);
        long own = Tree.texts(status, "ipam", "allocations").entrySet().stream()
                .filter(entry -> entry.getKey().contains(".") && AGENTS_OWN.contains(entry.getValue()))
                .count();
        long reserved = Tree.list(ipv4, "reserved").stream()
                .mapToLong(one -> Tree.number(one, "count").orElse(0L))
                .sum();
        fact(name(node) + " took " + own + " for itself, planned were " + reserved, own == reserved);
        long slots = Long.parseLong(line.group(1)) - own;
        fact(
                name(node) + " has " + slots + " slots",
                Long.toString(Math.max(0, slots)).equals(text(ipv4, "slots")));
    }

    private void errors(List<Object> nodes) {
        List<String> real = nodes.stream()
                .map(node -> text(node, "status", "ipam", "operator-status", "error"))
                .toList();
        Matcher full = Tree.list(plan, "nodes").stream()
                .map(node -> FULL.matcher(text(node, "error")))
                .filter(Matcher::matches)
                .findFirst()
                .orElse(null);
        long expected = full == null ? 0 : Long.parseLong(full.group(1));
        long refused = real.stream().filter("allocator full"::equals).count();
        fact(refused + " nodes have no block, planned were " + expected, refused == expected);
        for (Object node : nodes) {
            String error = text(node, "status", "ipam", "operator-status", "error");
            if (!error.isEmpty() && !error.equals("allocator full")) {
                // The plan has a line for each pool that may be empty when the node asks.
                List<String> planned = text(planned(node), "error").lines().toList();
                error.lines().forEach(line -> fact(name(node) + " says: " + line, planned.contains(line)));
            }
        }
    }

    private void workload(Object workload, List<Object> pods) {
        String label = text(workload, "namespace") + "/" + text(workload, "name");
        List<Object> own = pods.stream()
                .filter(pod -> text(pod, "metadata", "namespace").equals(text(workload, "namespace")))
                .filter(pod -> name(pod).startsWith(text(workload, "name") + "-"))
                .toList();
        List<Object> stuck = own.stream().filter(pod -> !ready(pod)).toList();
        fact(label + " has " + own.size() + " pods", text(workload, "wanted").equals(Integer.toString(own.size())));
        fact(
                label + ": " + (own.size() - stuck.size()) + " run, planned " + Tree.map(workload, "running"),
                within(Tree.map(workload, "running"), own.size() - stuck.size()));
        fact(
                label + ": " + stuck.size() + " are stuck, planned " + Tree.map(workload, "stuck"),
                within(Tree.map(workload, "stuck"), stuck.size()));
        String node = text(workload, "node");
        if (!node.isEmpty()) {
            fact(label + " is on " + node, own.stream().allMatch(pod -> text(pod, "spec", "nodeName")
                    .equals(node)));
        }
        stuck.forEach(pod -> event(label, pod, text(workload, "text")));
    }

    private static boolean within(Map<String, Object> range, long count) {
        return Tree.number(range, "min").orElse(0L) <= count
                && count <= Tree.number(range, "max").orElse(0L);
    }

    private void event(String label, Object pod, String planned) {
        List<String> messages = kubectl
                .items("-n " + text(pod, "metadata", "namespace") + " get events --field-selector involvedObject.name="
                        + name(pod))
                .stream()
                .map(event -> SANDBOX.matcher(text(event, "message")).replaceAll("sandbox \"<id>\""))
                .toList();
        fact(
                label + "'s stuck pod " + name(pod) + " says " + planned + ", really " + messages,
                !planned.isEmpty() && messages.stream().anyMatch(message -> message.contains(planned)));
    }
}
