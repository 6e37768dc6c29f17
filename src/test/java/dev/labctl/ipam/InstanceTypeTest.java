package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of pods with an address on an EC2 instance, by type. */
class InstanceTypeTest {
    private static final Infrastructure DEFAULT = new Infrastructure(false, true);

    @ParameterizedTest
    @CsvSource({
        "t3.small, 9, 7, 11",
        "t3.medium, 15, 13, 17",
        "t3.large, 33, 31, 35",
        "m6i.large, 27, 25, 29",
        "m6i.xlarge, 56, 54, 58"
    })
    void theTypesOfTheWorkedTable(String name, int capacity, int pods, int maxPods) {
        InstanceType type = type(name);

        assertThat(type.capacity(0, false)).isEqualTo(capacity);
        assertThat(type.slots(0, false, DEFAULT)).isEqualTo(pods);
        assertThat(type.maxPods()).isEqualTo(maxPods);
    }

    /** The lines of amazon-eks-ami's {@code eni-max-pods.txt}. */
    @ParameterizedTest
    @CsvSource({
        "t2.nano, 4",
        "t2.micro, 4",
        "t2.small, 11",
        "t2.medium, 17",
        "t2.large, 35",
        "t2.xlarge, 44",
        "t2.2xlarge, 44",
        "t3.nano, 4",
        "t3.micro, 4",
        "t3.small, 11",
        "t3.medium, 17",
        "t3.large, 35",
        "t3.xlarge, 58",
        "t3.2xlarge, 58",
        "m5.large, 29",
        "m5.xlarge, 58",
        "m5.2xlarge, 58",
        "m5.4xlarge, 234",
        "m5.8xlarge, 234",
        "m5.12xlarge, 234",
        "m5.16xlarge, 737",
        "m5.24xlarge, 737",
        "m5.metal, 737",
        "m6i.large, 29",
        "m6i.xlarge, 58",
        "m6i.2xlarge, 58",
        "m6i.4xlarge, 234",
        "m6i.8xlarge, 234",
        "m6i.12xlarge, 234",
        "m6i.16xlarge, 737",
        "m6i.24xlarge, 737",
        "m6i.32xlarge, 737",
        "m6i.metal, 737",
        "c5.large, 29",
        "c5.xlarge, 58",
        "c5.2xlarge, 58",
        "c5.4xlarge, 234",
        "c5.9xlarge, 234",
        "c5.12xlarge, 234",
        "c5.18xlarge, 737",
        "c5.24xlarge, 737",
        "c5.metal, 737",
        "c6i.large, 29",
        "c6i.xlarge, 58",
        "c6i.2xlarge, 58",
        "c6i.4xlarge, 234",
        "c6i.8xlarge, 234",
        "c6i.12xlarge, 234",
        "c6i.16xlarge, 737",
        "c6i.24xlarge, 737",
        "c6i.32xlarge, 737",
        "c6i.metal, 737"
    })
    void amazonsOwnLimits(String name, int maxPods) {
        assertThat(type(name).maxPods()).isEqualTo(maxPods);
    }

    @Test
    void theTableHoldsExactlyTheTestedTypes() {
        assertThat(InstanceType.KNOWN).hasSize(52).allSatisfy((name, type) -> assertThat(type.name())
                .isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({"t3.medium, 0, 240, 238", "t3.medium, 1, 160, 158", "m5.metal, 0, 11760, 11758", "t2.medium, 0, 15, 13"
    })
    void aPrefixIsSixteenAddressesWhereThereAreAny(String name, int firstInterface, int capacity, int pods) {
        assertThat(type(name).capacity(firstInterface, true)).isEqualTo(capacity);
        assertThat(type(name).slots(firstInterface, true, DEFAULT)).isEqualTo(pods);
    }

    @ParameterizedTest
    @CsvSource({"0, 15, 12", "1, 10, 7", "2, 5, 2", "3, 0, 0", "4, 0, 0"})
    void interfacesBeforeTheFirstOneGiveNoAddresses(int firstInterface, int capacity, int pods) {
        assertThat(type("t3.medium").capacity(firstInterface, false)).isEqualTo(capacity);
        assertThat(type("t3.medium").slots(firstInterface, false, new Infrastructure(true, true)))
                .isEqualTo(pods);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t3", "T3.medium", "x9.huge", "#"})
    void anUnknownTypeIsRefusedWithCiliumsError(String name) {
        assertThat(InstanceType.of(name).error()).contains("unable to determine limits");
    }

    private static InstanceType type(String name) {
        return InstanceType.of(name).value().orElseThrow();
    }
}
