package dev.labctl.provider.eks;

import dev.labctl.lab.ClusterName;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack of CloudFormation by which eksctl creates a part of a cluster. What AWS bills for stands in it, also when eksctl
 * itself does not find the cluster any more.
 *
 * @param status such as {@code CREATE_IN_PROGRESS}
 * @param reason of a bad status, in AWS's words; may be empty
 * @param vpc the VPC that it created; empty where it did not
 */
record Stack(String name, String status, String reason, Map<String, String> tags, Optional<String> vpc) {
    /** eksctl's own tag (eksctl 0.215 {@code pkg/apis/eksctl.io/v1alpha5/types.go}). */
    private static final String CLUSTER = "alpha.eksctl.io/cluster-name";

    Stack {
        tags = Map.copyOf(tags);
    }

    /** The stacks of a cluster, as they stand in the AWS CLI's answer, its nodes' first: the cluster's cannot go before them. */
    static List<Stack> of(ClusterName cluster, Map<String, Object> answer) {
        String own = "eksctl-" + cluster + "-cluster";
        String groups = "eksctl-" + cluster + "-nodegroup-";
        return Tree.list(answer, "stacks").stream()
                .map(Stack::of)
                .filter(stack -> stack.name().equals(own) || stack.name().startsWith(groups))
                .filter(stack ->
                        stack.tags().getOrDefault(CLUSTER, cluster.value()).equals(cluster.value()))
                .sorted((a, b) -> Boolean.compare(a.ofCluster(), b.ofCluster()))
                .toList();
    }

    private static Stack of(Object tree) {
        return new Stack(
                Tree.text(tree, "name").orElse(""),
                Tree.text(tree, "status").orElse(""),
                Tree.text(tree, "reason").orElse(""),
                pairs(tree, "tags", "Key", "Value"),
                Optional.ofNullable(
                        pairs(tree, "outputs", "OutputKey", "OutputValue").get("VPC")));
    }

    private static Map<String, String> pairs(Object tree, String list, String key, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Tree.list(tree, list).forEach(pair -> Tree.text(pair, key)
                .ifPresent(name -> pairs.put(name, Tree.text(pair, value).orElse(""))));
        return pairs;
    }

    /** Whether it is the control plane's, with the VPC. */
    boolean ofCluster() {
        return name.endsWith("-cluster");
    }

    boolean isComplete() {
        return status.equals("CREATE_COMPLETE") || status.startsWith("UPDATE_");
    }

    boolean isBeingCreated() {
        return status.equals("CREATE_IN_PROGRESS") || status.equals("REVIEW_IN_PROGRESS");
    }

    /** Whether AWS gave up, on its creation or its deletion. */
    boolean hasFailed() {
        return status.startsWith("ROLLBACK") || status.endsWith("_FAILED");
    }

    /** For the reader: {@code eksctl-x-cluster is DELETE_FAILED: …}. */
    String words() {
        return name + " is " + status + (reason.isBlank() ? "" : ": " + reason);
    }
}
