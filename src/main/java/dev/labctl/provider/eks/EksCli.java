package dev.labctl.provider.eks;

import dev.labctl.lab.ClusterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of the calls of eksctl (0.190 to 0.215) and of the AWS CLI (1 and 2), as values. The region is always given:
 * version 1 of the AWS CLI does not read AWS_REGION.
 */
final class EksCli {
    /** What of a stack is read. */
    private static final String STACKS = "{stacks: Stacks[?starts_with(StackName, 'eksctl-')].{name: StackName,"
            + " status: StackStatus, reason: StackStatusReason, tags: Tags, outputs: Outputs}}";

    private EksCli() {}

    // eksctl

    /** Without node groups, which come after Cilium, and without a change to the reader's kubeconfig. */
    static List<String> createCluster(String file, Duration timeout) {
        return List.of(
                "create",
                "cluster",
                "-f",
                file,
                "--without-nodegroup",
                "--write-kubeconfig=false",
                "--timeout",
                timeout.toSeconds() + "s");
    }

    static List<String> createNodeGroups(String file, Duration timeout) {
        return List.of("create", "nodegroup", "-f", file, "--timeout", timeout.toSeconds() + "s");
    }

    static List<String> createAddons(String file) {
        return List.of("create", "addon", "-f", file);
    }

    /** Pods are not evicted first: all of them go, and one that cannot be evicted would stop the deletion. */
    static List<String> deleteCluster(ClusterName cluster, String region, Duration timeout) {
        return List.of(
                "delete",
                "cluster",
                "--name",
                cluster.value(),
                "--region",
                region,
                "--wait",
                "--disable-nodegroup-eviction",
                "--timeout",
                timeout.toSeconds() + "s");
    }

    static List<String> writeKubeconfig(ClusterName cluster, String region) {
        return List.of("utils", "write-kubeconfig", "--cluster", cluster.value(), "--region", region);
    }

    // aws

    static List<String> identity(String region) {
        return aws("sts", "get-caller-identity", region);
    }

    static List<String> describeCluster(ClusterName cluster, String region) {
        return aws("eks", "describe-cluster", region, "--name", cluster.value());
    }

    static List<String> addons(ClusterName cluster, String region) {
        return aws("eks", "list-addons", region, "--cluster-name", cluster.value());
    }

    static List<String> token(ClusterName cluster, String region) {
        return aws("eks", "get-token", region, "--cluster-name", cluster.value());
    }

    static List<String> stacks(String region) {
        return aws("cloudformation", "describe-stacks", region, "--query", STACKS);
    }

    static List<String> deleteStack(String stack, String region) {
        return aws("cloudformation", "delete-stack", region, "--stack-name", stack);
    }

    /** The interfaces of a VPC that no machine uses any more. */
    static List<String> freeInterfaces(String vpc, String region) {
        return aws(
                "ec2",
                "describe-network-interfaces",
                region,
                "--filters",
                "Name=vpc-id,Values=" + vpc,
                "Name=status,Values=available",
                "--query",
                "{ids: NetworkInterfaces[].NetworkInterfaceId}");
    }

    static List<String> deleteInterface(String id, String region) {
        return aws("ec2", "delete-network-interface", region, "--network-interface-id", id);
    }

    private static List<String> aws(String service, String action, String region, String... more) {
        List<String> arguments = new ArrayList<>(List.of(service, action));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--region", region, "--output", "json"));
        return List.copyOf(arguments);
    }
}
