package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;

/**
 * Binds claims for storage (Kubernetes 1.33 {@code pkg/controller/volume/persistentvolume/pv_controller.go}): to a volume of their
 * class that is there, or to one of a class that makes volumes. How much a volume holds is not compared.
 */
public final class VolumeClaims extends ObjectController {
    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";
    private static final String CONTROLLER = "persistentvolume-controller";

    private final Kernel kernel;
    private final Pods pods;

    public VolumeClaims(Kernel kernel, Pods pods) {
        super("v1", "PersistentVolumeClaim", kernel.store());
        this.kernel = kernel;
        this.pods = pods;
        kernel.store().watch("PersistentVolume", ref -> enqueueAll());
        kernel.store().watch("StorageClass", ref -> enqueueAll());
        pods.watch(pod -> Tree.list(pod.template().tree(), "spec", "volumes").stream()
                .flatMap(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName").stream())
                .forEach(name -> enqueue(ObjectRef.namespaced("v1", "PersistentVolumeClaim", pod.namespace(), name))));
    }

    @Override
    protected void reconcile(KubeObject claim) {
        if (claim.has("Bound", "status", "phase")) {
            return;
        }
        if (claim.text("spec", "storageClassName").isEmpty()) {
            Optional<KubeObject> byDefault = store().list("storage.k8s.io/v1", "StorageClass").stream()
                    .filter(kind ->
                            "true".equals(kind.texts("metadata", "annotations").get(DEFAULT)))
                    .findFirst();
            if (byDefault.isPresent()) {
                store().put(Tree.with(claim.tree(), byDefault.get().name(), "spec", "storageClassName"));
                return;
            }
        }
        String className = claim.text("spec", "storageClassName").orElse("");
        Optional<KubeObject> volume = store().list("v1", "PersistentVolume").stream()
                .filter(one -> one.text("spec", "storageClassName").orElse("").equals(className))
                .filter(one -> !one.has("Bound", "status", "phase"))
                .findFirst();
        if (volume.isPresent()) {
            store().put(Tree.with(volume.get().tree(), "Bound", "status", "phase"));
            put(claim, "Bound", Optional.of(volume.get().name()));
        } else if (className.isEmpty()) {
            wait(claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
        } else {
            provision(claim, className);
        }
    }

    private void provision(KubeObject claim, String className) {
        Optional<KubeObject> kind = store().get(ObjectRef.ofCluster("storage.k8s.io/v1", "StorageClass", className));
        if (kind.isEmpty()) {
            put(claim, "Pending", Optional.empty());
            String message = "storageclass.storage.k8s.io \"" + className + "\" not found";
            kernel.events().warn(claim.ref(), claim.uid(), "ProvisioningFailed", message, CONTROLLER, "");
        } else if (kind.get().has("WaitForFirstConsumer", "volumeBindingMode") && !isUsed(claim)) {
            wait(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        } else {
            put(claim, "Bound", Optional.of("pvc-" + claim.uid()));
        }
    }

    private void wait(KubeObject claim, String reason, String message) {
        put(claim, "Pending", Optional.empty());
        kernel.events().note(claim.ref(), claim.uid(), reason, message, CONTROLLER);
    }

    private void put(KubeObject claim, String phase, Optional<String> volume) {
        if (!claim.has(phase, "status", "phase")) {
            Map<String, Object> tree = Tree.with(claim.tree(), phase, "status", "phase");
            store().put(volume.map(name -> Tree.with(tree, name, "spec", "volumeName"))
                    .orElse(tree));
        }
    }

    private boolean isUsed(KubeObject claim) {
        return pods.in(claim.namespace().orElse("default")).stream()
                .filter(pod -> pod.stage() != SimulatedPod.Stage.PENDING)
                .flatMap(pod -> Tree.list(pod.template().tree(), "spec", "volumes").stream())
                .anyMatch(volume -> Tree.has(volume, claim.name(), "persistentVolumeClaim", "claimName"));
    }
}
