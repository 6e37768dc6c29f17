package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import dev.labctl.tools.AwsErrors;
import java.util.List;
import java.util.regex.Pattern;

/** What bad ends of eksctl and the AWS CLI mean. The patterns are texts of eksctl 0.215; each has a recorded example. */
final class EksFailure {
    private static final Pattern CONFIGURATION = Pattern.compile(
            "json: unknown field|invalid version|unsupported taint effect|metadata.name must be set|error unmarshaling");
    private static final Pattern NAME_IN_USE = Pattern.compile("AlreadyExistsException|ResourceInUseException");

    private EksFailure() {}

    /**
     * The failure that a bad end stands for.
     *
     * @param reason of the failure where the cause is not known
     * @param what was being done, as it goes before "failed"
     */
    static Failure explain(Reason reason, String what, ProcessResult result) {
        List<String> errors = EksctlLog.errors(result);
        String text = result.stdout().plain() + "\n" + result.stderr().plain();
        return AwsErrors.in(text)
                .orElseGet(() -> unknownToAws(reason, what, text))
                .withDetails(errors);
    }

    private static Failure unknownToAws(Reason reason, String what, String text) {
        if (NAME_IN_USE.matcher(text).find()) {
            return Failure.of(
                    Reason.CLUSTER_NOT_OURS,
                    what + " failed: the name is in use",
                    "Give the lab another name with --cluster. `labctl status` shows what is there.");
        }
        if (CONFIGURATION.matcher(text).find()) {
            return Failure.of(
                    reason,
                    "eksctl does not accept the lab's eksctl.yaml",
                    "Fix the file; `labctl show` prints its path.");
        }
        return Failure.of(reason, what + " failed", "See the last lines; the same command can be run again.");
    }

    /** Whether the AWS CLI says that there is no such cluster. */
    static boolean isMissing(ProcessResult result) {
        return result instanceof ProcessResult.Failed && result.stderr().plain().contains("ResourceNotFoundException");
    }
}
