package dev.labctl.doctor;

import dev.labctl.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What AWS answers for the account of a lab on EKS.
 *
 * @param identity the account and the ARN of whoever asks; empty if AWS does not tell
 * @param trouble why it does not
 * @param region whether the account may use the lab's region
 * @param quotas what the lab takes of the account's quotas
 * @param name whether the cluster's name is free
 * @param ignoredRegion whether the installed AWS CLI ignores {@code AWS_REGION}, which is the only region that is set
 */
record AwsFacts(
        Optional<Identity> identity,
        Optional<Failure> trouble,
        RegionState region,
        List<Quota> quotas,
        NameState name,
        boolean ignoredRegion) {
    record Identity(String account, String arn) {}

    enum RegionState {
        ENABLED,
        DISABLED,
        UNKNOWN,
        NOT_READ
    }

    enum NameState {
        FREE,
        /** A cluster of EKS has it. */
        TAKEN,
        /** There is no such cluster, but a stack of eksctl's with its name. */
        STACK_LEFT,
        NOT_READ
    }

    /**
     * One quota of the account in the region.
     *
     * @param title its name at AWS
     * @param needed by the lab
     * @param used so far; empty if it is not known
     * @param limit empty if these credentials may not read it
     */
    record Quota(String title, long needed, OptionalLong used, OptionalLong limit) {}

    AwsFacts {
        quotas = List.copyOf(quotas);
    }

    /** For checks that do not ask AWS. */
    static AwsFacts unasked() {
        return without(Optional.empty(), false);
    }

    static AwsFacts without(Optional<Failure> trouble, boolean ignoredRegion) {
        return new AwsFacts(
                Optional.empty(), trouble, RegionState.NOT_READ, List.of(), NameState.NOT_READ, ignoredRegion);
    }
}
