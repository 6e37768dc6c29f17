package dev.labctl.cilium;

import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why Cilium's operator gets no addresses from AWS, in mode eni. It says so in its log alone: {@code operator-status.error} of the
 * CiliumNodes stays empty in this mode (Cilium 1.18 {@code pkg/ipam/node.go}, {@code pkg/aws/eni/node.go}).
 *
 * @param node whose addresses are missing
 * @param reason what stands in the way
 * @param text in AWS's words
 */
public record EniTrouble(String node, Reason reason, String text) {
    /** The operator tries again at least once a minute (Cilium 1.18 {@code pkg/ipam/node_manager.go}). */
    private static final Duration RETRY = Duration.ofSeconds(90);

    private static final int LINES = 500;
    private static final Pattern LINE = Pattern.compile(
            "msg=\"Unable to maintain ip pool of node\".* name=(\\S+).* error=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern DENIED = Pattern.compile("api error (UnauthorizedOperation|AccessDenied\\w*): .*");
    private static final Pattern FULL =
            Pattern.compile("api error (InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks): .*"
                    + "|api error InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes");

    private static final Pattern LIMITS = Pattern.compile("msg=\"(Instance limits not found)[.]\".* name=(\\S+)");

    /** A sentence for the reader. */
    public String words() {
        return "the operator gets no addresses for Node " + node + ": " + text;
    }

    /**
     * What the operators' logs say that will not pass by itself; empty where they cannot be read. Limits of instance types may
     * become known: they do not end a wait.
     *
     * @param since lines before are of a trouble that may have been fixed; the operator tries again at least once a minute
     */
    public static Optional<EniTrouble> of(KubeApi api, List<KubeObject> operators, Instant since) {
        // Logs are read from the beginning of a second on.
        LogRange recent = new LogRange(OptionalInt.of(LINES), Optional.of(since.plusSeconds(1)), false);
        return operators.stream()
                .flatMap(pod -> log(api, pod, recent))
                .flatMap(line -> in(line).stream())
                .filter(trouble -> trouble.reason() != Reason.CILIUM_NOT_READY)
                .reduce((earlier, later) -> later);
    }

    /**
     * An observation in mode eni with what the operator's log says of nodes, which in other modes the CiliumNodes say; the
     * same observation in all other modes, and where the log cannot be read.
     */
    public static Observation reported(Observation seen, KubeApi api) {
        if (!IpamMode.ENI.word().equals(seen.ciliumConfig().get("ipam"))) {
            return seen;
        }
        LogRange recent = LogRange.since(seen.at().minus(RETRY));
        Map<String, String> byNode = new HashMap<>();
        seen.list("Pod").stream()
                .filter(pod -> "operator".equals(pod.labels().get("io.cilium/app")))
                .flatMap(pod -> log(api, pod, recent))
                .flatMap(line -> in(line).stream())
                .forEach(trouble -> byNode.put(trouble.node(), trouble.text()));
        return seen.withOperatorLog(byNode);
    }

    private static Stream<String> log(KubeApi api, KubeObject pod, LogRange range) {
        try {
            return api.logs(pod.namespace().orElse("kube-system"), pod.name(), "cilium-operator", range).stream();
        } catch (ApiException e) {
            return Stream.empty();
        }
    }

    /** What a line of the log says, if it is of this kind. */
    static Optional<EniTrouble> in(String line) {
        Matcher limits = LIMITS.matcher(line);
        if (limits.find()) {
            return Optional.of(new EniTrouble(limits.group(2), Reason.CILIUM_NOT_READY, limits.group(1)));
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String node = matcher.group(1);
        String error = matcher.group(2).replace("\\\"", "\"");
        return trouble(node, DENIED.matcher(error), Reason.AWS_ACCESS_DENIED)
                .or(() -> trouble(node, FULL.matcher(error), Reason.SUBNET_EXHAUSTED));
    }

    private static Optional<EniTrouble> trouble(String node, Matcher matcher, Reason reason) {
        return matcher.find()
                ? Optional.of(new EniTrouble(node, reason, matcher.group().replaceFirst("^api error ", "")))
                : Optional.empty();
    }
}
