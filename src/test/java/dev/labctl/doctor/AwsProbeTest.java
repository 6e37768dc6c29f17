package dev.labctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.doctor.AwsFacts.Identity;
import dev.labctl.doctor.AwsFacts.NameState;
import dev.labctl.doctor.AwsFacts.Quota;
import dev.labctl.doctor.AwsFacts.RegionState;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the AWS CLI answers, in texts recorded with version 1.46 or as AWS documents them. */
class AwsProbeTest {
    private static final String QUOTA = "{\"Quota\": {\"ServiceCode\": \"vpc\", \"Value\": %s, \"Unit\": \"None\"}}";

    private final Map<String, String> answers = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void anAccount() {
        answers.put(
                "sts get-caller-identity",
                "{\"UserId\": \"A\", \"Account\": \"123456789012\", \"Arn\": \"arn:aws:iam::123456789012:user/ann\"}");
        answers.put(
                "ec2 describe-regions",
                "{\"Regions\": [{\"OptInStatus\": \"opt-in-not-required\", \"RegionName\": \"eu-west-1\"}]}");
        answers.put("ec2 describe-vpcs", "{\"Vpcs\": [{\"VpcId\": \"vpc-1\"}, {\"VpcId\": \"vpc-2\"}]}");
        answers.put("ec2 describe-addresses", "{\"Addresses\": []}");
        answers.put(
                "ec2 describe-instance-types",
                "{\"InstanceTypes\": [{\"InstanceType\": \"t3.medium\", \"VCpuInfo\": {\"DefaultVCpus\": 2}}]}");
        answers.put("service-quotas get-service-quota --service-code vpc", QUOTA.formatted("5.0"));
        answers.put(
                "service-quotas get-service-quota --service-code ec2 --quota-code L-0263D0A3", QUOTA.formatted("5.0"));
        answers.put(
                "service-quotas get-service-quota --service-code ec2 --quota-code L-1216C47A", QUOTA.formatted("32.0"));
        answers.put(
                "eks describe-cluster",
                "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found"
                        + " for name: room.");
        answers.put(
                "cloudformation describe-stacks",
                "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id"
                        + " eksctl-room-cluster does not exist");
    }

    private AwsFacts facts() {
        return facts("eu-west-1");
    }

    private AwsFacts facts(String region) {
        return new AwsProbe(new EksCluster("room", region, Map.of("t3.medium", 2)), this::answer).facts(false);
    }

    private Optional<ProcessResult> answer(List<String> arguments) {
        String line = String.join(" ", arguments);
        asked.add(line);
        ProcessSpec command = ProcessSpec.of(Path.of("/bin/aws"), arguments);
        String text = answers.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("An error occurred (UnauthorizedOperation)");
        return Optional.of(
                text.startsWith("{")
                        ? new ProcessResult.Succeeded(command, new Output(text), Output.EMPTY)
                        : new ProcessResult.Failed(command, 255, Output.EMPTY, new Output("\n" + text + "\n")));
    }

    @Test
    void everythingThatALabNeeds() {
        assertThat(facts())
                .isEqualTo(new AwsFacts(
                        Optional.of(new Identity("123456789012", "arn:aws:iam::123456789012:user/ann")),
                        Optional.empty(),
                        RegionState.ENABLED,
                        List.of(
                                new Quota("VPCs", 1, OptionalLong.of(2), OptionalLong.of(5)),
                                new Quota("Elastic IP addresses", 1, OptionalLong.of(0), OptionalLong.of(5)),
                                new Quota("vCPUs of standard instances", 4, OptionalLong.empty(), OptionalLong.of(32))),
                        NameState.FREE,
                        false));
        assertThat(asked).allMatch(line -> line.endsWith(" --output json"));
        assertThat(asked)
                .contains("eks describe-cluster --name room --region eu-west-1 --output json")
                .contains("sts get-caller-identity --region us-east-1 --output json");
    }

    @ParameterizedTest
    @CsvSource({"cn-northwest-1, cn-north-1", "us-gov-east-1, us-gov-west-1", "me-south-1, us-east-1"})
    void theRegionIsAskedForWhereEveryAccountMay(String region, String home) {
        facts(region);

        assertThat(asked.get(0)).contains("--region " + home);
        assertThat(asked.get(1)).contains("--region-names " + region).contains("--region " + home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unable to locate credentials. You can configure credentials by running \"aws configure\"."
                        + "|AWS_CREDENTIALS_MISSING|there are no credentials for AWS",
                "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in"
                        + " the request is expired|AWS_CREDENTIALS_MISSING|the credentials for AWS have expired",
                "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token"
                        + " included in the request is invalid.|AWS_CREDENTIALS_MISSING|AWS does not accept these credentials",
                "An error occurred (AccessDenied) when calling the GetCallerIdentity operation: User: arn:aws:iam::1:user/x is"
                        + " not authorized to perform: sts:GetCallerIdentity|AWS_ACCESS_DENIED"
                        + "|AWS does not allow sts:GetCallerIdentity with these credentials",
                "The config profile (nosuch) could not be found|AWS_CREDENTIALS_MISSING|AWS has no profile nosuch",
                "Could not connect to the endpoint URL: \"http://127.0.0.1:1/\"|AWS_UNREACHABLE|AWS cannot be reached",
                "Something new|AWS_UNREACHABLE|AWS does not tell who you are: Something new",
            })
    void eachTroubleWithCredentialsHasItsOwnText(String stderr, Reason reason, String message) {
        answers.put("sts get-caller-identity", stderr);

        AwsFacts facts = facts();

        assertThat(facts.identity()).isEmpty();
        assertThat(facts.trouble().map(Failure::reason)).contains(reason);
        assertThat(facts.trouble().map(Failure::message)).contains(message);
        assertThat(asked).as("nothing else is asked").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Regions\": [{\"OptInStatus\": \"opted-in\"}]}|ENABLED",
                "{\"Regions\": [{\"OptInStatus\": \"not-opted-in\"}]}|DISABLED",
                "{\"Regions\": []}|UNKNOWN",
                "An error occurred (InvalidParameterValue) when calling the DescribeRegions operation: Invalid region names"
                        + " provided|UNKNOWN",
                "An error occurred (UnauthorizedOperation) when calling the DescribeRegions operation|NOT_READ",
            })
    void regions(String answer, RegionState state) {
        answers.put("ec2 describe-regions", answer);

        AwsFacts facts = facts();

        assertThat(facts.region()).isEqualTo(state);
        boolean asksOn = state == RegionState.ENABLED || state == RegionState.NOT_READ;
        assertThat(facts.quotas().isEmpty()).isNotEqualTo(asksOn);
    }

    @Test
    void whatMayNotBeReadIsNotKnown() {
        answers.keySet().removeIf(call -> !call.startsWith("sts"));

        AwsFacts facts = facts();

        assertThat(facts.region()).isEqualTo(RegionState.NOT_READ);
        assertThat(facts.quotas())
                .allMatch(quota -> quota.limit().isEmpty() && quota.used().isEmpty());
        assertThat(facts.name()).isEqualTo(NameState.NOT_READ);
    }

    @Test
    void namesThatAreInUse() {
        answers.put("cloudformation describe-stacks", "{\"Stacks\": [{\"StackStatus\": \"DELETE_FAILED\"}]}");
        assertThat(facts().name()).isEqualTo(NameState.STACK_LEFT);

        answers.put("eks describe-cluster", "{\"cluster\": {\"name\": \"room\", \"status\": \"ACTIVE\"}}");
        assertThat(facts().name()).isEqualTo(NameState.TAKEN);
    }

    @Test
    void damagedAnswers() {
        answers.put("sts get-caller-identity", "{");

        assertThat(facts().identity()).isEmpty();
    }
}
