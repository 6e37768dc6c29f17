package dev.labctl.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsErrorsTest {
    /** On what eksctl and the AWS CLI really said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eksctl-no-credentials|AWS_CREDENTIALS_MISSING|there are no credentials for AWS|aws configure",
                "eksctl-no-profile|AWS_CREDENTIALS_MISSING|AWS has no profile nosuch|AWS_PROFILE",
                "eksctl-expired|AWS_CREDENTIALS_MISSING|the credentials for AWS have expired|aws sso login",
                "eksctl-invalid-token|AWS_CREDENTIALS_MISSING|AWS does not accept these credentials|aws configure",
                "eksctl-denied|AWS_ACCESS_DENIED|AWS does not allow sts:GetCallerIdentity with|administrator",
                "eksctl-no-network|AWS_UNREACHABLE|AWS cannot be reached|HTTPS_PROXY",
                "eksctl-region|AWS_REGION_UNSUPPORTED|EKS is not offered in the region nowhere-1|eksctl.yaml",
                "eksctl-create-quota|AWS_QUOTA_EXCEEDED|The maximum number of VPCs has been reached|servicequotas",
                "aws-no-credentials|AWS_CREDENTIALS_MISSING|there are no credentials for AWS|aws configure",
                "aws-no-profile|AWS_CREDENTIALS_MISSING|AWS has no profile nosuch|list-profiles",
                "aws-no-network|AWS_UNREACHABLE|AWS cannot be reached|AWS_ENDPOINT_URL"
            })
    void recorded(String name, Reason reason, String message, String next) {
        ProcessResult result = Recorded.of(name);
        Failure failure =
                AwsErrors.in(result.stdout().plain() + result.stderr().plain()).orElseThrow();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.next()).contains(next);
    }

    /** Texts of AWS that cannot be provoked at will, from the services' documentation and public issues. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error when retrieving token from sso: Token has expired and refresh failed|AWS_CREDENTIALS_MISSING",
                "The SSO session associated with this profile has expired or is otherwise invalid.|AWS_CREDENTIALS_MISSING",
                "An error occurred (UnrecognizedClientException) when calling the DescribeCluster operation: The security token"
                        + " included in the request is invalid.|AWS_CREDENTIALS_MISSING",
                "An error occurred (AccessDeniedException) when calling the ListClusters operation: User: x is not authorized"
                        + " to perform: eks:ListClusters on resource: y|AWS_ACCESS_DENIED",
                "api error UnauthorizedOperation: You are not authorized to perform this operation.|AWS_ACCESS_DENIED",
                "api error VcpuLimitExceeded: You have requested more vCPU capacity|AWS_QUOTA_EXCEEDED",
                "The maximum number of addresses has been reached. (Service: Ec2)|AWS_QUOTA_EXCEEDED",
                "ResourceLimitExceededException: Cluster limit exceeded|AWS_QUOTA_EXCEEDED",
                "dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host|AWS_UNREACHABLE"
            })
    void others(String text, Reason reason) {
        assertThat(AwsErrors.in(text)).map(Failure::reason).contains(reason);
    }

    @Test
    void otherTextsAreNone() {
        assertThat(AwsErrors.in("Error: no addons specified")).isEmpty();
        assertThat(AwsErrors.in(Recorded.of("eksctl-create-cluster").stdout().plain()))
                .isEmpty();
        assertThat(AwsErrors.in(Recorded.of("aws-cluster-missing").stderr().plain()))
                .isEmpty();
    }
}
