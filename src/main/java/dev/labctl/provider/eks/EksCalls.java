package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.TemporaryFile;
import dev.labctl.time.Operation;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlWriter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Calls eksctl and the AWS CLI, and turns what goes wrong into failures. */
record EksCalls(Tools tools, ProcessRunner runner, Map<String, String> environment) {
    private static final String KUBECONFIG = "KUBECONFIG";

    /** Questions to AWS: an answer takes about a second. */
    private static final Duration QUICK = Duration.ofMinutes(1);

    /** eksctl gives up a little earlier than labctl does, and says why. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofSeconds(30);

    Caller caller(String region, Operation operation) {
        return Caller.of(ask(EksCli.identity(region), "asking AWS who you are", operation));
    }

    /** The control plane of a cluster; empty where there is none. */
    Optional<ControlPlane> controlPlane(ClusterName cluster, String region, Operation operation) {
        ProcessResult result = quick(Tool.AWS, EksCli.describeCluster(cluster, region), operation);
        return EksFailure.isMissing(result)
                ? Optional.empty()
                : Optional.of(ControlPlane.of(answer(result, "looking for the cluster " + cluster)));
    }

    List<Stack> stacks(ClusterName cluster, String region, Operation operation) {
        return Stack.of(cluster, ask(EksCli.stacks(region), "listing the stacks of CloudFormation", operation));
    }

    List<String> addons(ClusterName cluster, String region, Operation operation) {
        return texts(ask(EksCli.addons(cluster, region), "listing the addons of " + cluster, operation), "addons");
    }

    /** A token for the API server; AWS's are good for 15 minutes. */
    String token(ClusterName cluster, String region, Operation operation) {
        return Tree.text(ask(EksCli.token(cluster, region), "getting a token", operation), "status", "token")
                .orElse("");
    }

    List<String> freeInterfaces(String vpc, String region, Operation operation) {
        return texts(ask(EksCli.freeInterfaces(vpc, region), "listing network interfaces", operation), "ids");
    }

    /** One that is gone, or in use again, is no failure: what needs it deleted tells. */
    void deleteInterface(String id, String region, Operation operation) {
        quick(Tool.AWS, EksCli.deleteInterface(id, region), operation);
    }

    void deleteStack(String stack, String region, Operation operation) {
        quick(Tool.AWS, EksCli.deleteStack(stack, region), operation)
                .require(failed ->
                        EksFailure.explain(Reason.CLUSTER_DELETE_FAILED, "deleting the stack " + stack, failed));
    }

    /** Creates the control plane, to eksctl's end, whatever that is. */
    ProcessResult createCluster(Map<String, Object> config, Operation operation) {
        return withFile(config, file -> eksctl(EksCli.createCluster(file, timeout(operation)), operation));
    }

    /** Creates the groups of nodes that are not there, likewise. */
    ProcessResult createNodeGroups(Map<String, Object> config, Operation operation) {
        return withFile(config, file -> eksctl(EksCli.createNodeGroups(file, timeout(operation)), operation));
    }

    ProcessResult createAddons(Map<String, Object> config, Operation operation) {
        return withFile(config, file -> eksctl(EksCli.createAddons(file), operation));
    }

    ProcessResult deleteCluster(ClusterName cluster, String region, Operation operation) {
        return eksctl(EksCli.deleteCluster(cluster, region, timeout(operation)), operation);
    }

    /** Writes the reader's own kubeconfig, where the reader's variable says that it is. */
    void writeKubeconfig(ClusterName cluster, String region, Operation operation) {
        String own = environment.getOrDefault(KUBECONFIG, "");
        ProcessSpec command = spec(Tool.EKSCTL, EksCli.writeKubeconfig(cluster, region));
        ProcessSpec call = own.isEmpty() ? command : command.with(Map.of(KUBECONFIG, own));
        runner.run(call, operation.deadline().atMost(QUICK), line -> {})
                .require(failed -> EksFailure.explain(Reason.TOOL_FAILED, "writing the kubeconfig", failed));
    }

    private static Duration timeout(Operation operation) {
        Duration left = operation.deadline().remaining().minus(MARGIN);
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private static <T> T withFile(Map<String, Object> config, Function<String, T> use) {
        try (TemporaryFile file = TemporaryFile.of(YamlWriter.write(config), ".yaml")) {
            return use.apply(file.path().toString());
        }
    }

    /** eksctl edits the kubeconfig also when it deletes: it gets none of the reader's. */
    private ProcessResult eksctl(List<String> arguments, Operation operation) {
        Consumer<String> lines = line -> {
            if (!EksctlLog.isAdvice(line)) {
                operation.output().accept(line);
                EksctlLog.stage(line).ifPresent(operation.progress());
            }
        };
        try (TemporaryFile kubeconfig = TemporaryFile.of("", ".kubeconfig")) {
            ProcessSpec command = spec(Tool.EKSCTL, arguments)
                    .with(Map.of(KUBECONFIG, kubeconfig.path().toString()));
            return runner.run(command, operation.deadline(), lines);
        }
    }

    private Map<String, Object> ask(List<String> arguments, String what, Operation operation) {
        return answer(quick(Tool.AWS, arguments, operation), what);
    }

    private static Map<String, Object> answer(ProcessResult result, String what) {
        ProcessResult succeeded = result.require(failed -> EksFailure.explain(Reason.TOOL_FAILED, what, failed));
        String text = succeeded.stdout().text();
        try {
            return text.isBlank()
                    ? Map.of()
                    : Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Json.UncheckedJsonException e) {
            throw Failure.of(
                            Reason.TOOL_FAILED,
                            what + " failed: the AWS CLI did not answer in JSON: " + e.getMessage(),
                            "Try `" + succeeded.command().line() + "`.")
                    .asException();
        }
    }

    private static List<String> texts(Map<String, Object> answer, String list) {
        return Tree.list(answer, list).stream().map(String::valueOf).toList();
    }

    private ProcessResult quick(Tool tool, List<String> arguments, Operation operation) {
        return runner.run(spec(tool, arguments), operation.deadline().atMost(QUICK), line -> {});
    }

    private ProcessSpec spec(Tool tool, List<String> arguments) {
        Path program = tools.require(tool);
        return ProcessSpec.of(program, arguments);
    }
}
