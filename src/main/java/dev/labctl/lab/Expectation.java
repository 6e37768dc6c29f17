package dev.labctl.lab;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One thing that the book says will be seen.
 *
 * @param says the sentence, from the book's view
 * @param healed the sentence that takes its place once the fault is mended that the lab is about
 * @param hint what to look at when it is not seen; may be empty
 * @param only the state of the lab that it belongs to; empty where it is true in every one
 */
public record Expectation(String says, Optional<String> healed, String hint, Optional<LabState> only, Check check) {
    /** What has to be looked at, and what must be found. */
    public sealed interface Check permits Nodes, Cilium, Pods, Service, Present, Absent, Event {}

    /**
     * The nodes of the cluster.
     *
     * @param ready how many there are, all of them ready
     * @param families of each node's own addresses, exactly these; none where that does not matter
     */
    public record Nodes(Range ready, Set<Family> families) implements Check {
        public Nodes {
            families = Set.copyOf(families);
        }
    }

    /**
     * Cilium itself, whose agents must be ready besides.
     *
     * @param ipam the IPAM mode, as Cilium spells it
     * @param version the beginning of the version of the agents, whole parts of it: {@code 1.18} is 1.18.2 as well
     * @param config keys of the ConfigMap {@code cilium-config} and their values
     */
    public record Cilium(Optional<String> ipam, Optional<String> version, Map<String, String> config) implements Check {
        public Cilium {
            config = Map.copyOf(config);
        }
    }

    /**
     * How many pods run, where and with which addresses; how many do not, and why.
     *
     * @param selector labels that the pods have; all must match
     * @param because a part of the event's text that every stuck pod has; empty where none may be stuck
     * @param on labels of the nodes that the pods are on
     * @param spread on how many nodes they are; empty for any number
     */
    public record Pods(
            String namespace,
            Map<String, String> selector,
            Range running,
            Range stuck,
            String because,
            List<Label> on,
            OptionalInt spread,
            Addresses addresses)
            implements Check {
        public Pods {
            selector = Map.copyOf(selector);
            on = List.copyOf(on);
        }

        public boolean expectsStuck() {
            return stuck.max() > 0;
        }

        /** Whether pods with these labels are meant. */
        public boolean selects(String podNamespace, Map<String, String> labels) {
            return namespace.equals(podNamespace) && labels.entrySet().containsAll(selector.entrySet());
        }
    }

    /**
     * A label of a node.
     *
     * @param value empty for any
     */
    public record Label(String key, Optional<String> value) {
        public boolean isOn(Map<String, String> labels) {
            return value.map(wanted -> wanted.equals(labels.get(key))).orElse(labels.containsKey(key));
        }

        @Override
        public String toString() {
            return key + value.map(wanted -> "=" + wanted).orElse("");
        }
    }

    /**
     * The addresses of each running pod.
     *
     * @param families each pod has one of each of these and no other; none where that does not matter
     * @param in where each of them is
     * @param notIn where none of them is
     * @param pool the pool that they are from
     * @param cidrs each is in one of these; none where that does not matter
     */
    public record Addresses(
            Set<Family> families, Optional<Home> in, Optional<Home> notIn, Optional<String> pool, List<Cidr> cidrs) {
        public static final Addresses ANY =
                new Addresses(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        /** Whose addresses: both belong to a pod's node. */
        public enum Home {
            /** The blocks that Cilium uses for the node, as its CiliumNode has them. */
            BLOCK,
            /** The pod CIDRs that Kubernetes wrote into the Node, whether Cilium uses them or not. */
            POD_CIDR
        }

        public Addresses {
            families = Set.copyOf(families);
            cidrs = List.copyOf(cidrs);
        }
    }

    /**
     * A Service.
     *
     * @param families of its cluster IPs, the primary one first; none where they do not matter
     * @param clusterIps each cluster IP is in one of these; none where they do not matter
     * @param endpoints how many are ready, in each family
     */
    public record Service(
            String namespace,
            String name,
            List<Family> families,
            List<Cidr> clusterIps,
            Optional<Range> endpoints,
            List<Answer> answers)
            implements Check {
        public Service {
            families = List.copyOf(families);
            clusterIps = List.copyOf(clusterIps);
            answers = List.copyOf(answers);
        }
    }

    /** A question that a pod asks, and the answer that it must get. */
    public sealed interface Answer permits Http, Dns {
        /** Labels of the pod that asks, in the namespace of the Service. */
        Map<String, String> from();

        /** The family by which it is asked, or the one that is asked for; empty for any. */
        Optional<Family> family();
    }

    /** The status that a URL answers with. */
    public record Http(Map<String, String> from, String url, int status, Optional<Family> family) implements Answer {
        public Http {
            from = Map.copyOf(from);
        }
    }

    /** That a name has an address. */
    public record Dns(Map<String, String> from, String name, Optional<Family> family) implements Answer {
        public Dns {
            from = Map.copyOf(from);
        }
    }

    /**
     * An object, or a part of one.
     *
     * @param namespace as written; empty for an object of the cluster, or one of the namespace default
     * @param tree all that is written
     */
    public record Partial(
            String apiVersion, String kind, Optional<String> namespace, String name, Map<String, Object> tree) {}

    /** An object that is there and has at least what is written here. */
    public record Present(Partial object) implements Check {}

    /** An object that is not there. */
    public record Absent(Partial object) implements Check {}

    /**
     * At least one event like this.
     *
     * @param text a part of its message
     */
    public record Event(String namespace, String reason, String text) implements Check {}

    /** The same as it is said of a lab in that state. */
    public Expectation in(LabState state) {
        return new Expectation(
                state == LabState.HEALTHY ? healed.orElse(says) : says, Optional.empty(), hint, only, check);
    }

    /** What is said of pods, where this is about pods. */
    public Optional<Pods> pods() {
        return check instanceof Pods pods ? Optional.of(pods) : Optional.empty();
    }
}
