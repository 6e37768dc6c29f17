package dev.labctl.tools;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What messages of AWS mean, in the words of the AWS CLI, of eksctl and of the AWS SDK for Go, which Cilium's operator uses.
 * Error codes are those of the services' API references; each pattern has a recorded example among the tests.
 */
public final class AwsErrors {
    private static final String LOGIN =
            "Log in (`aws configure`, `aws sso login`), or set AWS_PROFILE; `aws sts get-caller-identity` shows who you are.";

    /** One known error: its pattern, and its failure for the reader; {@code {}} is what the pattern's first group found. */
    private record Known(Pattern pattern, Reason reason, String message, String next) {
        private static Known of(Reason reason, String pattern, String message, String next) {
            return new Known(Pattern.compile(pattern), reason, message, next);
        }

        private Optional<Failure> in(String text) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.find()) {
                return Optional.empty();
            }
            String found = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
            return Optional.of(Failure.of(reason, message.replace("{}", found), next));
        }
    }

    private static final List<Known> ALL = List.of(
            Known.of(
                    Reason.AWS_CREDENTIALS_MISSING,
                    "(?:config profile \\(|shared config profile, )([^\\s)]+)",
                    "AWS has no profile {}",
                    "Correct AWS_PROFILE; `aws configure list-profiles` shows what there is."),
            Known.of(
                    Reason.AWS_CREDENTIALS_MISSING,
                    "Unable to locate credentials|failed to refresh cached credentials|NoCredentialProviders",
                    "there are no credentials for AWS",
                    LOGIN),
            Known.of(
                    Reason.AWS_CREDENTIALS_MISSING,
                    "ExpiredToken|RequestExpired|Token has expired|SSO session .{0,60} has expired|token has expired",
                    "the credentials for AWS have expired",
                    LOGIN),
            Known.of(
                    Reason.AWS_CREDENTIALS_MISSING,
                    "InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure",
                    "AWS does not accept these credentials",
                    LOGIN),
            Known.of(
                    Reason.AWS_REGION_UNSUPPORTED,
                    "--region=(\\S+) is not supported",
                    "EKS is not offered in the region {}",
                    "Set another region in the lab's eksctl.yaml."),
            Known.of(
                    Reason.AWS_QUOTA_EXCEEDED,
                    "(The maximum number of [\\w -]+ has been reached)",
                    "a quota of the AWS account is used up: {}",
                    "Delete what is no longer needed, or request a higher quota:"
                            + " https://console.aws.amazon.com/servicequotas"),
            Known.of(
                    Reason.AWS_QUOTA_EXCEEDED,
                    "\\b((?:Vcpu|Resource|Service|Address|Vpc|InternetGateway|NatGateway|SecurityGroup|Instance)?LimitExceeded"
                            + "(?:Exception)?|ServiceQuotaExceededException|ServiceLimitExceeded)",
                    "a quota of the AWS account is used up: {}",
                    "Delete what is no longer needed, or request a higher quota:"
                            + " https://console.aws.amazon.com/servicequotas"),
            Known.of(
                    Reason.AWS_ACCESS_DENIED,
                    "not authorized to perform: ([\\w:*]+)",
                    "AWS does not allow {} with these credentials",
                    "Ask the account's administrator for this right, or use other credentials (AWS_PROFILE)."),
            Known.of(
                    Reason.AWS_ACCESS_DENIED,
                    "\\b(UnauthorizedOperation|AccessDenied(?:Exception)?|Forbidden(?:Exception)?)\\b",
                    "AWS does not allow this with these credentials: {}",
                    "Ask the account's administrator for the rights that the message names, or use other credentials"
                            + " (AWS_PROFILE)."),
            Known.of(
                    Reason.AWS_UNREACHABLE,
                    "Could not connect to the endpoint URL: \"([^\"]+)\"|request send failed|no such host"
                            + "|Connect timeout on endpoint|dial tcp \\S+ connect: ",
                    "AWS cannot be reached",
                    "Check the network, proxies (HTTPS_PROXY) and AWS_ENDPOINT_URL."));

    private AwsErrors() {}

    /** The failure that a message stands for; empty where it is none of the known errors. */
    public static Optional<Failure> in(String text) {
        return ALL.stream().flatMap(known -> known.in(text).stream()).findFirst();
    }
}
