package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are read strictly and written canonically, and their arithmetic agrees with unsigned numbers. */
class IpAddressTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "10.0.42.5, 10.0.42.5",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "fd00:10:244::, fd00:10:244::",
        "FD00:0010:0244:0000:0000:0000:0000:0001, fd00:10:244::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1",
        "::ffff:a00:1, ::ffff:10.0.0.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void aLiteralIsWrittenCanonically(String text, String canonical) {
        IpAddress address = IpAddress.parse(text);

        assertThat(address).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(address);
        assertThat(address.family()).isEqualTo(text.contains(":") ? Family.IPV6 : Family.IPV4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ":",
                ":::",
                "localhost",
                "10",
                "10.0",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.",
                ".10.0.0.1",
                "10.0.0.256",
                "10.0.0.01",
                "010.0.0.1",
                "00.0.0.0",
                "10.0.0.-1",
                "10.0.0.+1",
                "10.0.0.1 ",
                " 10.0.0.1",
                "10.0.0.0/8",
                "0x0a.0.0.1",
                "10.0.0.9999999999",
                "10.0.0.\u0661",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8:",
                "1:::2",
                "12345::",
                "g::",
                "::-1",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.04",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "\uff11::",
                "::ffff:10.0.0.256"
            })
    void anythingElseIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse(text))
                .withMessage("\"" + text + "\" is not an IP address");
    }

    @Test
    void textsAreReadBackByTheJdkAsWell() throws UnknownHostException {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            IpAddress address = any(random);
            InetAddress jdk = InetAddress.getByName(address.toString());

            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(new BigInteger(1, jdk.getAddress())).isEqualTo(address.value());
            assertThat(jdk instanceof Inet6Address).isEqualTo(address.family() == Family.IPV6);
            assertThat(IpAddress.parse(jdk.getHostAddress())).isEqualTo(address);
        }
    }

    @Test
    void sumsAndDistancesAgreeWithBigIntegers() {
        Random random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            IpAddress address = any(random);
            long offset = random.nextLong() >>> (1 + random.nextInt(63));
            BigInteger sum = address.value().add(BigInteger.valueOf(offset));
            if (sum.bitLength() > address.family().bits()) {
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> address.plus(offset));
            } else {
                assertThat(address.plus(offset).value()).isEqualTo(sum);
                assertThat(address.plus(offset).family()).isEqualTo(address.family());
                assertThat(address.plus(offset).distanceFrom(address)).isEqualTo(offset);
            }
        }
    }

    @Test
    void addressesAreOrderedNumericallyWithIpv4First() {
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            IpAddress one = any(random);
            IpAddress other = any(random);
            int expected = one.family() == other.family()
                    ? one.value().compareTo(other.value())
                    : one.family().compareTo(other.family());

            assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 0",
        "10.0.1.0, 10.0.0.255, 1",
        "255.255.255.255, 0.0.0.0, 4294967295",
        "1::, ::, 9223372036854775807",
        "0:0:0:1::, ::ffff:ffff:ffff:ffff, 1",
        "0:0:0:1::, ::1, 9223372036854775807",
        "::7fff:ffff:ffff:ffff, ::, 9223372036854775807"
    })
    void aDistanceEndsAtTheLargestLong(String to, String from, long steps) {
        assertThat(IpAddress.parse(to).distanceFrom(IpAddress.parse(from))).isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.2", "::1, 10.0.0.1", "::, ::1"})
    void aDistanceBackwardsOrToAnotherFamilyIsRefused(String to, String from) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse(to).distanceFrom(IpAddress.parse(from)));
    }

    @Test
    void aNegativeOrTooLargeOffsetIsRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> IpAddress.parse("10.0.0.1").plus(-1))
                .withMessage("there is no address -1 after 10.0.0.1");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> IpAddress.parse("255.255.255.255").plus(1))
                .withMessage("the IPv4 addresses end before that");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Cidr.parse("::/0").last().plus(1))
                .withMessage("the IPv6 addresses end before that");
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress(Family.IPV4, BigInteger.valueOf(1L << 32)));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress(Family.IPV4, BigInteger.valueOf(-1)));
    }

    /** Not IPv4-mapped, which the JDK treats as IPv4; groups of zeros are frequent. */
    private static IpAddress any(Random random) {
        if (random.nextBoolean()) {
            return new IpAddress(Family.IPV4, new BigInteger(32 - random.nextInt(32), random));
        }
        IpAddress address = new IpAddress(Family.IPV6, sparse(random));
        return address.value().shiftRight(32).equals(BigInteger.valueOf(0xffff)) ? IpAddress.parse("::") : address;
    }

    private static BigInteger sparse(Random random) {
        return Stream.generate(() -> random.nextBoolean() ? 0L : random.nextLong() & 0xffff)
                .limit(8)
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, (value, group) -> value.shiftLeft(16).or(group));
    }
}
