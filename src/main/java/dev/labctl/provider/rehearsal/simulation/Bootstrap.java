package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What kind and kubeadm put into a new cluster, or EKS. */
record Bootstrap(Blueprint blueprint, ApiServer api, Pods pods) {
    private static final String MANAGER = "kubeadm";
    private static final String STORAGE = "local-path-storage";
    private static final int API_SERVER = 1;
    private static final int DNS = 10;
    private static final List<String> STATIC_PODS =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    /** The objects that are there as soon as the API server answers. */
    void objects() {
        List<Cidr> services = blueprint.subnets().services();
        Map<String, String> words = Map.of(
                "version",
                blueprint.version(),
                "apiServerIp",
                "\"" + services.get(0).address(API_SERVER) + "\"",
                "dnsIp",
                "\"" + services.get(0).address(DNS) + "\"",
                "dnsPolicy",
                services.size() > 1 ? "PreferDualStack" : "SingleStack");
        apply(Resources.objects("kubernetes.yaml", words).stream()
                .filter(object -> blueprint.vpc().isEmpty() || !ofKindAlone(new KubeObject(object)))
                .toList());
        if (blueprint.kubeProxy()) {
            apply(Resources.objects("kube-proxy.yaml", words));
        }
    }

    /** kind brings storage of its own; on EKS it is an addon. */
    private static boolean ofKindAlone(KubeObject object) {
        return object.namespace().orElse(object.name()).equals(STORAGE)
                || object.kind().equals("StorageClass");
    }

    private void apply(List<Map<String, Object>> objects) {
        objects.forEach(object -> api.apply(new KubeObject(object), MANAGER, true));
    }

    /** The pods of a control-plane node that its kubelet starts by itself. */
    void staticPods(SimulatedNode node, String uid) {
        for (String component : STATIC_PODS) {
            String image = "registry.k8s.io/" + component + ":" + blueprint.version();
            Map<String, Object> tree = new TreeBuilder()
                    .put("metadata.labels.component", component)
                    .put("metadata.labels.tier", "control-plane")
                    .put("spec.hostNetwork", true)
                    .put("spec.priorityClassName", "system-node-critical")
                    .put("spec.tolerations", List.of(Tree.of("effect", "NoExecute", "operator", "Exists")))
                    .put("spec.containers", List.of(Tree.of("name", component, "image", image)))
                    .build();
            TemplateRevision template = TemplateRevision.of(
                    "static/" + node.name() + "/" + component,
                    "kube-system",
                    Optional.of(new TemplateRevision.Owner(node.ref(), uid)),
                    tree);
            pods.bind(pods.create(component + "-" + node.name(), template), node.name());
        }
    }
}
