package dev.labctl.cilium;

import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an installed Cilium lacks, or knows wrongly, although Helm's record of it says that it is deployed.
 *
 * @param kind what brings it back
 * @param words a clause for the reader
 */
public record Damage(Kind kind, String words) {
    /** What brings it back. */
    public enum Kind {
        /** Something that the release had is gone or switched off, or names an address that no node has: an upgrade brings it back. */
        RELEASE,
        /** A node has another address than the agents know: they learn it when they start. */
        ADDRESS
    }

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Looks for damage to a Cilium that is installed. */
    static List<Damage> of(KubeApi api, CiliumNamespace place, List<KubeObject> nodes) {
        List<Damage> found = new ArrayList<>();
        Optional<KubeObject> agents = api.get(place.agents());
        Optional<KubeObject> operator = api.get(place.operator());
        gone(api, place.agents(), "its agents, " + place.agents() + ", are gone")
                .ifPresent(found::add);
        gone(api, place.operator(), "its operator, " + place.operator() + ", is gone")
                .ifPresent(found::add);
        gone(api, place.config(), "its settings, " + place.config() + ", are gone")
                .ifPresent(found::add);
        operator.filter(deployment ->
                        Tree.number(deployment.tree(), "spec", "replicas").orElse(1L) == 0)
                .ifPresent(off ->
                        found.add(new Damage(Kind.RELEASE, "its operator, " + place.operator() + ", is scaled to 0")));
        agents.flatMap(set -> unknownServer(set, nodes)).ifPresent(found::add);
        moved(nodes, api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of()))
                .ifPresent(found::add);
        return List.copyOf(found);
    }

    /** What may not be read may be there. */
    private static Optional<Damage> gone(KubeApi api, ObjectRef part, String words) {
        return api.get(part).isPresent() || !api.knows(part.kind())
                ? Optional.empty()
                : Optional.of(new Damage(Kind.RELEASE, words));
    }

    /** Agents that look for the API server at an address which no node has any more. */
    private static Optional<Damage> unknownServer(KubeObject agents, List<KubeObject> nodes) {
        Set<String> all = nodes.stream()
                .flatMap(node -> internal(node.list("status", "addresses"), "address").stream())
                .collect(Collectors.toSet());
        return agents.list("spec", "template", "spec", "containers").stream()
                .flatMap(container -> Tree.list(container, "env").stream())
                .filter(variable -> Tree.has(variable, "KUBERNETES_SERVICE_HOST", "name"))
                .flatMap(variable -> Tree.text(variable, "value").stream())
                .filter(host -> ADDRESS.matcher(host).matches() && !all.contains(host))
                .findFirst()
                .map(host -> new Damage(
                        Kind.RELEASE,
                        "its agents look for the API server at " + host + ", which no node has any more"));
    }

    /** The first node that has another address than its agent noted when it started. */
    private static Optional<Damage> moved(List<KubeObject> nodes, List<KubeObject> ciliumNodes) {
        for (KubeObject node : nodes) {
            List<String> now = internal(node.list("status", "addresses"), "address");
            for (KubeObject noted : ciliumNodes) {
                Optional<String> before = internal(noted.list("spec", "addresses"), "ip").stream()
                        .filter(address -> noted.name().equals(node.name()) && !now.isEmpty() && !now.contains(address))
                        .findFirst();
                if (before.isPresent()) {
                    return Optional.of(new Damage(
                            Kind.ADDRESS,
                            "the address of " + node.name() + " changed from " + before.get() + " to "
                                    + String.join(" and ", now)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> internal(List<Object> addresses, String field) {
        return addresses.stream()
                .filter(address -> Tree.has(address, "InternalIP", "type"))
                .flatMap(address -> Tree.text(address, field).stream())
                .toList();
    }
}
