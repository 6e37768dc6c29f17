package dev.labctl.verify;

import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Kind;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.LabState;
import dev.labctl.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cilium itself, whose agents must be ready besides.
 *
 * @param ipam the IPAM mode, as Cilium spells it
 * @param version of the agents, or its first parts: {@code 1.18} is 1.18.2 as well
 * @param config keys of the ConfigMap {@code cilium-config} and their values
 */
record CiliumCheck(Optional<String> ipam, Optional<String> version, Map<String, String> config) implements Check {
    static Check read(Fields fields) {
        return new CiliumCheck(fields.text("ipam"), fields.text("version"), new TreeMap<>(fields.texts("config")));
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        Optional<KubeObject> found = context.cluster().ciliumAgents();
        if (found.isEmpty()) {
            findings.broken("Cilium is not installed: run `labctl cilium-install`");
            return;
        }
        KubeObject agents = found.get();
        Observation observation = context.cluster().observation();
        ObjectRef settings = observation.ciliumNamespace().config();
        ipam.ifPresent(wanted -> mode(wanted, context.map().mode(), settings, findings));
        version.ifPresent(wanted -> version(wanted, agents.ref(), context, findings));
        config(observation.ciliumConfig(), settings, findings);
        context.map().nodes().forEach(node -> node(node, findings));
        agents(agents, context.cluster().status(agents), findings);
    }

    private static void mode(String wanted, String mode, ObjectRef settings, Findings findings) {
        if (mode.equals(wanted)) {
            findings.holds("IPAM mode " + mode);
        } else {
            findings.broken("the IPAM mode is " + mode, settings);
        }
    }

    /** Another version than the book's is no fault where the reader asked labctl to install it. */
    private static void version(String wanted, ObjectRef agents, VerificationContext context, Findings findings) {
        String version = context.cluster().ciliumVersion().orElse("");
        if ((version + ".").startsWith(wanted + ".")) {
            findings.holds("version " + version);
        } else if (context.installed().filter(version::equals).isPresent()) {
            findings.holds("version " + version + " as installed, not " + wanted);
        } else {
            findings.broken(
                    version.isEmpty() ? "the agents' image has no version tag" : "the agents are " + version, agents);
        }
    }

    private void config(Map<String, String> found, ObjectRef settings, Findings findings) {
        config.forEach((key, wanted) -> {
            String value = found.get(key);
            if (!wanted.equals(value)) {
                findings.broken(value == null ? key + " is not set" : key + " is " + value, settings);
            }
        });
        if (!config.isEmpty()) {
            findings.holds("these settings");
        }
    }

    /** Kubernetes calls a node Ready that has no block, and keeps pods off it. */
    private static void node(NodeMap node, Findings findings) {
        node.error()
                .filter(error -> node.blocks().isEmpty())
                .ifPresent(
                        error -> findings.broken(node.name() + " has no block: " + error, Kind.NODE.ref(node.name())));
    }

    private static void agents(KubeObject agents, ObjectStatus status, Findings findings) {
        if (status instanceof ObjectStatus.Failed failed) {
            findings.broken(failed.why(), agents.ref());
        } else if (status instanceof ObjectStatus.InProgress progress) {
            findings.notYet(progress.why(), agents.ref());
        } else {
            findings.holds(agents.number("status", "numberReady") + " agents ready");
        }
    }

    @Override
    public String expected(LabState state) {
        List<String> parts = new ArrayList<>();
        ipam.ifPresent(mode -> parts.add("IPAM mode " + mode));
        version.ifPresent(wanted -> parts.add("version " + wanted));
        config.forEach((key, value) -> parts.add(key + ": " + value));
        parts.add("agents ready");
        return String.join(", ", parts);
    }
}
