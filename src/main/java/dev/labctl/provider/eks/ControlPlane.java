package dev.labctl.provider.eks;

import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlWriter;
import java.util.List;
import java.util.Map;

/**
 * A control plane of EKS.
 *
 * @param status such as {@code ACTIVE}
 * @param version of Kubernetes
 * @param endpoint the URL of its API server
 * @param authority the certificate of its authority, in base 64
 */
record ControlPlane(String status, String version, String endpoint, String authority, Map<String, String> tags) {
    ControlPlane {
        tags = Map.copyOf(tags);
    }

    /** From the answer of {@code aws eks describe-cluster}. */
    static ControlPlane of(Map<String, Object> answer) {
        Map<String, Object> cluster = Tree.map(answer, "cluster");
        return new ControlPlane(
                Tree.text(cluster, "status").orElse(""),
                Tree.text(cluster, "version").orElse(""),
                Tree.text(cluster, "endpoint").orElse(""),
                Tree.text(cluster, "certificateAuthority", "data").orElse(""),
                Tree.texts(cluster, "tags"));
    }

    boolean isActive() {
        return status.equals("ACTIVE");
    }

    /** The context as eksctl names it; the cilium CLI recognises EKS by the name of its cluster. */
    static String context(ClusterName cluster, String region, String user) {
        return user + "@" + server(cluster, region);
    }

    private static String server(ClusterName cluster, String region) {
        return cluster + "." + region + ".eksctl.io";
    }

    /** The credentials as eksctl writes them, for other tools: the AWS CLI gives out a token for each call. */
    Kubeconfig kubeconfig(ClusterName cluster, String region, String user) {
        Map<String, Object> exec = Tree.of(
                "apiVersion",
                "client.authentication.k8s.io/v1beta1",
                "command",
                "aws",
                "args",
                EksCli.token(cluster, region),
                "env",
                List.of(Tree.of("name", "AWS_STS_REGIONAL_ENDPOINTS", "value", "regional")),
                "provideClusterInfo",
                false);
        return kubeconfig(cluster, region, user, Tree.of("exec", exec));
    }

    /** The same with a token, for labctl itself. */
    Kubeconfig kubeconfig(ClusterName cluster, String region, String user, String token) {
        return kubeconfig(cluster, region, user, Tree.of("token", token));
    }

    private Kubeconfig kubeconfig(ClusterName cluster, String region, String user, Map<String, Object> credentials) {
        String name = server(cluster, region);
        String context = context(cluster, region, user);
        Map<String, Object> tree = Tree.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(Tree.of(
                        "name", name, "cluster", Tree.of("server", endpoint, "certificate-authority-data", authority))),
                "users",
                List.of(Tree.of("name", context, "user", credentials)),
                "contexts",
                List.of(Tree.of("name", context, "context", Tree.of("cluster", name, "user", context))),
                "current-context",
                context);
        return new Kubeconfig(YamlWriter.write(tree), context);
    }
}
