package dev.labctl.lab;

import dev.labctl.tree.Patches;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What kind writes for kubeadm onto the nodes, with the patches of {@code kind.yaml} applied (kind 0.33 {@code
 * pkg/cluster/internal/create/actions/config}, {@code pkg/internal/patch}).
 */
final class KubeadmDocuments {
    private final KindConfig kind;
    private final KubeadmApi api;
    private final List<KubeadmPatch> patches;
    private final Set<String> refusals = new LinkedHashSet<>();
    private final List<Map<String, Map<String, Object>>> ofNodes = new ArrayList<>();

    KubeadmDocuments(KindConfig kind, KubeadmApi api) {
        this.kind = kind;
        this.api = api;
        this.patches = KubeadmPatch.of(kind);
        for (int node = 0; node < kind.nodes().size(); node++) {
            Map<String, Map<String, Object>> documents =
                    KubeadmTemplate.of(kind, kind.nodes().get(node), api);
            for (KubeadmPatch patch : patches) {
                if (patch.reaches(node)) {
                    apply(patch, documents);
                }
            }
            ofNodes.add(documents);
        }
    }

    private String apiVersion(String document) {
        return switch (document) {
            case KubeadmTemplate.KUBELET -> "kubelet.config.k8s.io/v1beta1";
            case KubeadmTemplate.PROXY -> "kubeproxy.config.k8s.io/v1alpha1";
            default -> api.apiVersion();
        };
    }

    private void apply(KubeadmPatch patch, Map<String, Map<String, Object>> documents) {
        documents.replaceAll((name, document) -> {
            if (!patch.isFor(name, apiVersion(name))) {
                return document;
            }
            try {
                return patched(document, patch);
            } catch (IllegalArgumentException e) {
                refusals.add(patch.words(names()) + " cannot be applied: " + e.getMessage());
                return document;
            }
        });
    }

    private Map<String, Object> patched(Map<String, Object> document, KubeadmPatch patch) {
        if (patch.change() instanceof List<?> operations) {
            return Patches.apply(document, List.copyOf(operations));
        }
        Map<String, Object> change = Tree.map(patch.change());
        return Patches.merge(
                document,
                api == KubeadmApi.V1BETA4
                        ? KubeadmArguments.merged(
                                document, change, patch.apiVersion().isEmpty())
                        : change);
    }

    /** A document of a node; empty if the node has none of the kind. */
    Map<String, Object> of(int node, String document) {
        return node < ofNodes.size() ? ofNodes.get(node).getOrDefault(document, Map.of()) : Map.of();
    }

    /** The place of the node on which kubeadm creates the cluster; all others join it. */
    int first() {
        return Math.max(
                0, kind.nodes().stream().map(KindConfig.Node::role).toList().indexOf("control-plane"));
    }

    /** Patches that cannot be applied. */
    Set<String> refusals() {
        return refusals;
    }

    /** Why kubeadm never sees the effect of a patch, for each that has none. */
    List<String> withoutEffect() {
        List<String> all = new ArrayList<>();
        for (KubeadmPatch patch : patches) {
            String why = withoutEffect(patch);
            if (!why.isEmpty()) {
                all.add(patch.words(names()) + " has no effect: " + why);
            }
        }
        return all;
    }

    private String withoutEffect(KubeadmPatch patch) {
        if (!ofNodes.get(0).containsKey(patch.kind())) {
            return patch.kind().equals(KubeadmTemplate.PROXY)
                    ? "kubeProxyMode is none"
                    : "kind writes no configuration of this kind";
        }
        if (!patch.isFor(patch.kind(), apiVersion(patch.kind()))) {
            return "it is for " + patch.apiVersion() + ", and kind writes " + apiVersion(patch.kind());
        }
        boolean joins = patch.kind().equals(KubeadmTemplate.JOIN);
        if (joins && patch.node().isEmpty() && ofNodes.size() == 1) {
            return "no node joins this cluster";
        }
        if (patch.node().isPresent() && joins == (patch.node().getAsInt() == first())) {
            return joins
                    ? "kubeadm creates the cluster on this node; InitConfiguration is for it"
                    : "this node joins the cluster, and kubeadm reads " + KubeadmTemplate.JOIN + " alone there";
        }
        return "";
    }

    private List<String> names() {
        return KindConfig.Node.names(kind.nodes());
    }
}
