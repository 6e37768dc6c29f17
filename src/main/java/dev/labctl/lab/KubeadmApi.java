package dev.labctl.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of kubeadm's configuration that kind writes: it depends on the Kubernetes of the nodes (kind 0.33 {@code
 * pkg/cluster/internal/kubeadm/config.go}).
 */
enum KubeadmApi {
    /** Arguments are a mapping. */
    V1BETA3,
    /** Arguments are a list of names and values; for Kubernetes 1.36 and later. */
    V1BETA4;

    private static final int FIRST_MINOR_WITH_V1BETA4 = 36;
    private static final Pattern MINOR = Pattern.compile(":v1\\.([0-9]{1,3})\\.");

    /** For nodes of an image; one whose name has no version counts as the pinned one. */
    static KubeadmApi ofImage(String nodeImage) {
        Matcher minor = MINOR.matcher(nodeImage);
        return minor.find() && Integer.parseInt(minor.group(1)) >= FIRST_MINOR_WITH_V1BETA4 ? V1BETA4 : V1BETA3;
    }

    String apiVersion() {
        return "kubeadm.k8s.io/" + (this == V1BETA3 ? "v1beta3" : "v1beta4");
    }
}
