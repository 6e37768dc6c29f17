package dev.labctl.doctor;

import dev.labctl.doctor.AwsFacts.Identity;
import dev.labctl.doctor.AwsFacts.NameState;
import dev.labctl.doctor.AwsFacts.Quota;
import dev.labctl.doctor.AwsFacts.RegionState;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.process.ProcessResult;
import dev.labctl.tools.AwsErrors;
import dev.labctl.tree.Tree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Asks AWS about the account of a lab. Nothing is created, and no call costs money.
 *
 * @param ask runs the AWS CLI with these arguments; empty if there is none
 */
record AwsProbe(EksCluster cluster, Function<List<String>, Optional<ProcessResult>> ask) {
    /** The account has neither right nor credentials: the calls after that would fail likewise. */
    AwsFacts facts(boolean ignoredRegion) {
        Optional<ProcessResult> answer = call(home(), "sts", "get-caller-identity");
        if (answer.isEmpty()) {
            return AwsFacts.without(Optional.empty(), ignoredRegion);
        }
        Map<String, Object> identity = tree(answer);
        Optional<String> account = Tree.text(identity, "Account");
        if (account.isEmpty()) {
            return AwsFacts.without(Optional.of(failure(answer.get())), ignoredRegion);
        }
        RegionState region = region();
        boolean usable = region == RegionState.ENABLED || region == RegionState.NOT_READ;
        return new AwsFacts(
                Optional.of(
                        new Identity(account.get(), Tree.text(identity, "Arn").orElse("an unknown user"))),
                Optional.empty(),
                region,
                usable ? quotas() : List.of(),
                usable ? name() : NameState.NOT_READ,
                ignoredRegion);
    }

    private static Failure failure(ProcessResult result) {
        String stderr = result.stderr().plain();
        return AwsErrors.in(stderr)
                .orElseGet(() -> Failure.of(
                        Reason.AWS_UNREACHABLE,
                        result instanceof ProcessResult.TimedOut
                                ? "AWS does not respond"
                                : "AWS does not tell who you are: " + Doctor.trouble(result),
                        "Run `aws sts get-caller-identity` to see why."));
    }

    /** A region that every account of the partition has: others do not answer before they are enabled. */
    private String home() {
        if (cluster.region().startsWith("cn-")) {
            return "cn-north-1";
        }
        return cluster.region().startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
    }

    private Optional<ProcessResult> call(String region, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--region", region, "--output", "json"));
        return ask.apply(arguments);
    }

    /** The answer of a call; empty if it failed. */
    private static Map<String, Object> tree(Optional<ProcessResult> result) {
        return result.filter(ProcessResult.Succeeded.class::isInstance)
                .map(answer -> answer.stdout().plain().getBytes(StandardCharsets.UTF_8))
                .map(AwsProbe::json)
                .orElse(Map.of());
    }

    private static Map<String, Object> json(byte... text) {
        try {
            return Json.read(new ByteArrayInputStream(text));
        } catch (Json.UncheckedJsonException e) {
            return Map.of();
        }
    }

    private RegionState region() {
        Optional<ProcessResult> answer =
                call(home(), "ec2", "describe-regions", "--all-regions", "--region-names", cluster.region());
        Map<String, Object> tree = tree(answer);
        if (tree.isEmpty()) {
            boolean unknown = answer.map(result -> result.stderr().plain())
                    .filter(text -> text.contains("InvalidParameterValue"))
                    .isPresent();
            return unknown ? RegionState.UNKNOWN : RegionState.NOT_READ;
        }
        List<Object> regions = Tree.list(tree, "Regions");
        if (regions.isEmpty()) {
            return RegionState.UNKNOWN;
        }
        return Tree.has(regions.get(0), "not-opted-in", "OptInStatus") ? RegionState.DISABLED : RegionState.ENABLED;
    }

    /** A VPC with one NAT gateway, which takes an address, is what eksctl creates unless its file says otherwise. */
    private List<Quota> quotas() {
        return List.of(
                new Quota("VPCs", 1, count("Vpcs", "describe-vpcs"), limit("vpc", "L-F678F1CE")),
                new Quota(
                        "Elastic IP addresses",
                        1,
                        count("Addresses", "describe-addresses"),
                        limit("ec2", "L-0263D0A3")),
                new Quota("vCPUs of standard instances", vcpus(), OptionalLong.empty(), limit("ec2", "L-1216C47A")));
    }

    private OptionalLong count(String list, String verb) {
        Map<String, Object> tree = tree(call(cluster.region(), "ec2", verb));
        return tree.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Tree.list(tree, list).size());
    }

    private OptionalLong limit(String service, String code) {
        Map<String, Object> tree = tree(call(
                cluster.region(),
                "service-quotas",
                "get-service-quota",
                "--service-code",
                service,
                "--quota-code",
                code));
        // AWS writes 5.0.
        return Tree.text(tree, "Quota", "Value")
                .map(text -> text.replaceAll("\\.\\d+$", ""))
                .map(Doctor::number)
                .orElse(OptionalLong.empty());
    }

    private long vcpus() {
        List<String> words = new ArrayList<>(List.of("ec2", "describe-instance-types", "--instance-types"));
        words.addAll(cluster.nodes().keySet());
        Map<String, Object> tree = tree(call(cluster.region(), words.toArray(String[]::new)));
        return Tree.list(tree, "InstanceTypes").stream()
                .mapToLong(type -> Tree.number(type, "VCpuInfo", "DefaultVCpus").orElse(0L)
                        * cluster.nodes()
                                .getOrDefault(Tree.text(type, "InstanceType").orElse(""), 0))
                .sum();
    }

    private NameState name() {
        Optional<ProcessResult> eks = call(cluster.region(), "eks", "describe-cluster", "--name", cluster.name());
        if (!tree(eks).isEmpty()) {
            return NameState.TAKEN;
        }
        Optional<ProcessResult> stack = call(
                cluster.region(),
                "cloudformation",
                "describe-stacks",
                "--stack-name",
                "eksctl-" + cluster.name() + "-cluster");
        if (!tree(stack).isEmpty()) {
            return NameState.STACK_LEFT;
        }
        boolean free = says(eks, "ResourceNotFoundException") && says(stack, "does not exist");
        return free ? NameState.FREE : NameState.NOT_READ;
    }

    private static boolean says(Optional<ProcessResult> result, String words) {
        return result.map(answer -> answer.stderr().plain())
                .filter(text -> text.contains(words))
                .isPresent();
    }
}
