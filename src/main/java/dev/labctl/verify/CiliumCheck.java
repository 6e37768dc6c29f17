package dev.labctl.verify;

import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.cluster.StatusRules;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Expectation.Cilium;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holds Cilium's mode, version, settings and agents against what is expected of them. */
final class CiliumCheck {
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");

    private final Cilium expected;
    private final VerificationContext scene;
    private final Findings findings = new Findings();

    private CiliumCheck(Cilium expected, VerificationContext scene) {
        this.expected = expected;
        this.scene = scene;
    }

    static Findings judge(Cilium expected, VerificationContext scene) {
        return new CiliumCheck(expected, scene).findings();
    }

    private Findings findings() {
        Optional<KubeObject> agents = scene.seen().find(AGENTS);
        if (agents.isEmpty()) {
            return findings.broken("Cilium is not installed: `labctl cilium-install` does it");
        }
        expected.ipam().ifPresent(this::mode);
        expected.version().ifPresent(wanted -> version(wanted, agents.get()));
        new TreeMap<>(expected.config()).forEach(this::config);
        if (!expected.config().isEmpty()) {
            findings.holds("these settings");
        }
        scene.map().nodes().forEach(this::node);
        agents(agents.get());
        return findings;
    }

    private void mode(String wanted) {
        String mode = scene.map().mode();
        if (mode.equals(wanted)) {
            findings.holds("IPAM mode " + mode);
        } else {
            findings.broken("the IPAM mode is " + mode, Observation.CILIUM_CONFIG);
        }
    }

    private void version(String wanted, KubeObject agents) {
        String version = version(agents);
        if ((version + ".").startsWith(wanted + ".")) {
            findings.holds("version " + version);
        } else {
            findings.broken(version.isEmpty() ? "no version can be read" : "the agents are " + version, AGENTS);
        }
    }

    /** The tag of the agents' image: {@code quay.io/cilium/cilium:v1.18.2@sha256:…} is 1.18.2. */
    private static String version(KubeObject agents) {
        String image = agents.list("spec", "template", "spec", "containers").stream()
                .filter(container -> Tree.text(container, "name")
                        .filter("cilium-agent"::equals)
                        .isPresent())
                .flatMap(container -> Tree.text(container, "image").stream())
                .findFirst()
                .orElse("");
        String name = image.split("@", 2)[0];
        String tag = name.substring(name.lastIndexOf(':') + 1);
        return tag.contains("/") ? "" : tag.replaceFirst("^v", "");
    }

    private void config(String key, String wanted) {
        String is = scene.seen().ciliumConfig().get(key);
        if (!wanted.equals(is)) {
            findings.broken(is == null ? key + " is not set" : key + " is " + is, Observation.CILIUM_CONFIG);
        }
    }

    /** Kubernetes calls a node Ready that has no block, and keeps pods off it. */
    private void node(NodeMap node) {
        node.error()
                .filter(error -> node.blocks().isEmpty())
                .ifPresent(error -> findings.broken(
                        node.name() + " has no block: " + error, VerificationContext.node(node.name())));
    }

    private void agents(KubeObject agents) {
        List<KubeObject> pods = scene.seen().podsOf(agents);
        ObjectStatus status = StatusRules.of(agents, pods, scene.seen().at());
        if (status instanceof ObjectStatus.Failed failed) {
            findings.broken(failed.why(), AGENTS);
        } else if (status instanceof ObjectStatus.InProgress progress) {
            findings.notYet(progress.why(), AGENTS);
        } else {
            findings.holds(agents.number("status", "numberReady") + " agents ready");
        }
    }

    /** What must be seen, in a few words. */
    static String words(Cilium cilium) {
        List<String> parts = new ArrayList<>();
        cilium.ipam().ifPresent(mode -> parts.add("IPAM mode " + mode));
        cilium.version().ifPresent(version -> parts.add("version " + version));
        for (Map.Entry<String, String> entry : new TreeMap<>(cilium.config()).entrySet()) {
            parts.add(entry.getKey() + ": " + entry.getValue());
        }
        parts.add("agents ready");
        return String.join(", ", parts);
    }
}
