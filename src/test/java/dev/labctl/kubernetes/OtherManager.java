package dev.labctl.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Someone else at the same objects. */
final class OtherManager {
    private OtherManager() {}

    static void apply(String kubeconfig, KubeObject object) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build()) {
            client.resource(client.getKubernetesSerialization()
                            .convertValue(object.tree(), GenericKubernetesResource.class))
                    .fieldManager("somebody-else")
                    .forceConflicts()
                    .serverSideApply();
        }
    }
}
