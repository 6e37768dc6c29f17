package dev.labctl.doctor;

import dev.labctl.doctor.AwsFacts.Identity;
import dev.labctl.doctor.AwsFacts.Quota;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.Optional;

/** Checks an AWS account against what a lab on EKS needs. Pure. */
record AwsChecks(AwsFacts facts, EksCluster cluster, Findings findings) {
    void run() {
        if (facts.ignoredRegion()) {
            findings.warn(
                    "aws",
                    "AWS_REGION_IGNORED",
                    "version 1 of the AWS CLI ignores AWS_REGION; labctl names the region in each call, but the commands in"
                            + " the READMEs do not",
                    "Set AWS_DEFAULT_REGION as well, or install version 2.");
        }
        Optional<Identity> identity = facts.identity();
        if (identity.isEmpty()) {
            facts.trouble().ifPresent(this::noIdentity);
            return;
        }
        findings.ok(
                "aws account",
                "account " + identity.get().account() + ", as " + identity.get().arn());
        region();
        facts.quotas().forEach(this::quota);
        name();
    }

    private void noIdentity(Failure failure) {
        findings.error("aws account", failure.reason(), failure.message(), failure.next());
    }

    private void region() {
        String region = cluster.region();
        switch (facts.region()) {
            case ENABLED -> findings.ok("aws region", "region " + region);
            case DISABLED ->
                findings.error(
                        "aws region",
                        Reason.AWS_REGION_UNSUPPORTED,
                        "the region " + region + " is not enabled for this account",
                        "aws account enable-region --region-name " + region + ", or set another region in eksctl.yaml");
            case UNKNOWN ->
                findings.error(
                        "aws region",
                        Reason.AWS_REGION_UNSUPPORTED,
                        "AWS has no region " + region,
                        "Set another region in the lab's eksctl.yaml.");
            case NOT_READ ->
                findings.warn(
                        "aws region",
                        "AWS_NOT_READ",
                        "whether the region " + region + " is enabled cannot be read",
                        "It takes the right ec2:DescribeRegions.");
        }
    }

    private void quota(Quota quota) {
        String use = quota.title() + ": the lab needs " + quota.needed()
                + (quota.used().isPresent() ? ", " + quota.used().getAsLong() + " are in use" : "");
        if (quota.limit().isEmpty()) {
            findings.warn(
                    "aws quota",
                    "AWS_NOT_READ",
                    use + "; the quota cannot be read",
                    "It takes the right servicequotas:GetServiceQuota; or look at"
                            + " https://console.aws.amazon.com/servicequotas");
            return;
        }
        long limit = quota.limit().getAsLong();
        if (quota.needed() + quota.used().orElse(0) > limit) {
            findings.error(
                    "aws quota",
                    Reason.AWS_QUOTA_EXCEEDED,
                    use + ", and the quota is " + limit,
                    "Delete what is no longer needed, or request a higher quota:"
                            + " https://console.aws.amazon.com/servicequotas");
        } else {
            findings.ok("aws quota", use + " of " + limit);
        }
    }

    private void name() {
        String name = cluster.name();
        switch (facts.name()) {
            case FREE -> findings.ok("aws name", "there is no EKS cluster " + name + " in " + cluster.region());
            case TAKEN ->
                findings.warn(
                        "aws name",
                        "AWS_NAME_TAKEN",
                        "there is an EKS cluster " + name + " in " + cluster.region() + " already, which costs money",
                        "If labctl created it, `labctl down` deletes it; otherwise choose another name with --cluster.");
            case STACK_LEFT ->
                findings.warn(
                        "aws name",
                        "AWS_NAME_TAKEN",
                        "there is no EKS cluster " + name + ", but the CloudFormation stack eksctl-" + name
                                + "-cluster of an earlier one is left, which may cost money",
                        "aws cloudformation delete-stack --region " + cluster.region() + " --stack-name eksctl-" + name
                                + "-cluster; or choose another name with --cluster.");
            case NOT_READ ->
                findings.warn(
                        "aws name",
                        "AWS_NOT_READ",
                        "whether there is an EKS cluster " + name + " cannot be read",
                        "It takes the rights eks:DescribeCluster and cloudformation:DescribeStacks.");
        }
    }
}
