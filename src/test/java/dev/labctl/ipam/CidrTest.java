package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CIDR's bounds, addresses and blocks, for any size. */
class CidrTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255, 4294967296",
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 16777216",
        "10.0.42.8/29, 10.0.42.8, 10.0.42.15, 8",
        "10.0.42.8/32, 10.0.42.8, 10.0.42.8, 1",
        "fd00:10:244::/48, fd00:10:244::, fd00:10:244:ffff:ffff:ffff:ffff:ffff, 1208925819614629174706176",
        "fd00:10:244:1::/64, fd00:10:244:1::, fd00:10:244:1:ffff:ffff:ffff:ffff, 18446744073709551616",
        "fd00::/104, fd00::, fd00::ff:ffff, 16777216",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 340282366920938463463374607431768211456",
        "::1/128, ::1, ::1, 1"
    })
    void theBoundsOfABlock(String text, String first, String last, BigInteger size) {
        Cidr cidr = Cidr.parse(text);

        assertThat(cidr).hasToString(text);
        assertThat(cidr.first()).hasToString(first);
        assertThat(cidr.last()).hasToString(last);
        assertThat(cidr.size()).isEqualTo(size);
        assertThat(cidr.contains(cidr.first())).isTrue();
        assertThat(cidr.contains(cidr.last())).isTrue();
        assertThat(Cidr.parseMasked(last + "/" + cidr.prefixLength())).isEqualTo(cidr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/8/8",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/ 8",
                "10.0.0.0/8 ",
                " 10.0.0.0/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/99999",
                "10.0.0/8",
                "010.0.0.0/8",
                "example.org/8",
                "fd00::%eth0/64",
                "fd00:/64",
                "10.0.0.0/\u0668"
            })
    void whatIsNoCidr(String text) {
        String message = "\"" + text + "\" is not a CIDR; write an address, a slash and a prefix length: 10.0.0.0/8";

        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text)).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parseMasked(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33, 10.0.0.0/33: the length of an IPv4 prefix is 0 to 32",
        "10.0.0.0/9999, 10.0.0.0/9999: the length of an IPv4 prefix is 0 to 32",
        "fd00::/129, fd00::/129: the length of an IPv6 prefix is 0 to 128"
    })
    void aLengthOutOfRange(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text)).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parseMasked(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, 8, 10.0.0.0/8",
        "10.0.42.5/29, 29, 10.0.42.0/29",
        "255.255.255.255/0, 0, 0.0.0.0/0",
        "fd00:10:244::1/48, 48, fd00:10:244::/48",
        "fd00:10:244:1::/63, 63, fd00:10:244::/63"
    })
    void bitsAfterThePrefixAreToldWithTheRightBlock(String text, int length, String right) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessage(text + " has bits set after the first " + length
                        + "; the block that holds this address is " + right);
        assertThat(Cidr.parseMasked(text)).hasToString(right);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 24, 65536",
        "10.0.0.0/8, 32, 16777216",
        "10.0.0.0/8, 8, 1",
        "10.0.0.0/8, 7, 0",
        "10.0.0.0/8, 0, 0",
        "10.0.42.0/28, 29, 2",
        "10.0.42.0/28, 24, 0",
        "0.0.0.0/0, 32, 4294967296",
        "fd00:10:244::/48, 64, 65536",
        "fd00:10:244::/56, 64, 256",
        "::/0, 62, 4611686018427387904",
        "::/0, 63, 9223372036854775807",
        "::/0, 128, 9223372036854775807"
    })
    void blocksAreCounted(String text, int maskSize, long blocks) {
        assertThat(Cidr.parse(text).blocks(maskSize)).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 33", "10.0.0.0/8, -1", "fd00::/8, 129", "fd00::/8, -2147483648"})
    void aMaskOutOfRangeIsRefused(String text, int maskSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text).blocks(maskSize))
                .withMessageContaining("the length of an IPv");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.42.0/28, 29, 1, 10.0.42.8/29",
        "10.0.0.0/8, 24, 65535, 10.255.255.0/24",
        "10.0.0.0/8, 32, 16777215, 10.255.255.255/32",
        "0.0.0.0/0, 32, 4294967295, 255.255.255.255/32",
        "fd00:10:244::/48, 64, 65535, fd00:10:244:ffff::/64",
        "fd00:10:244::/56, 64, 2, fd00:10:244:2::/64",
        "fd00::/104, 120, 65535, fd00::ff:ff00/120",
        "fd00:10:244::/56, 72, 65535, fd00:10:244:ff:ff00::/72",
        "::/0, 128, 9223372036854775806, ::7fff:ffff:ffff:fffe/128",
        "::/0, 66, 9223372036854775806, 1fff:ffff:ffff:ffff:8000::/66"
    })
    void aBlockByItsIndex(String text, int maskSize, long index, String block) {
        Cidr cidr = Cidr.parse(text);

        assertThat(cidr.block(maskSize, index)).hasToString(block);
        assertThat(cidr.blockIndex(maskSize, Cidr.parse(block).last())).isEqualTo(index);
    }

    @ParameterizedTest
    @CsvSource({"10.0.42.0/28, 29, 2", "10.0.42.0/28, 29, -1", "10.0.42.0/28, 24, 0", "10.0.0.0/8, 8, 1"})
    void aBlockIndexOutOfRangeIsRefused(String text, int maskSize, long index) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Cidr.parse(text).block(maskSize, index))
                .withMessage(text + " has no /" + maskSize + " block at index " + index);
    }

    @ParameterizedTest
    @CsvSource({"10.0.42.0/28, 29, 10.0.42.16", "10.0.42.0/28, 24, 10.0.42.1", "10.0.42.0/28, 29, ::1"})
    void anAddressOutsideTheCidrHasNoBlockIndex(String text, int maskSize, String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text).blockIndex(maskSize, IpAddress.parse(address)))
                .withMessage(text + " has no /" + maskSize + " block that holds " + address);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.42.8/29, 0, 10.0.42.8",
        "10.0.42.8/29, 7, 10.0.42.15",
        "0.0.0.0/0, 4294967295, 255.255.255.255",
        "fd00::/64, 9223372036854775807, fd00::7fff:ffff:ffff:ffff"
    })
    void anAddressByItsIndex(String text, long index, String address) {
        assertThat(Cidr.parse(text).address(index)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({"10.0.42.8/29, 8", "10.0.42.8/29, -1", "10.0.42.8/32, 1", "fd00::/66, 4611686018427387904"})
    void anAddressIndexOutOfRangeIsRefused(String text, long index) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Cidr.parse(text).address(index))
                .withMessage(text + " has no address at index " + index);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.42.0/28, true, false",
        "10.0.0.0/8, 10.0.0.0/8, true, true",
        "10.0.0.0/8, 11.0.0.0/8, false, false",
        "10.0.42.0/29, 10.0.42.8/29, false, false",
        "::/0, 10.0.0.0/8, false, false",
        "0.0.0.0/0, ::/0, false, false",
        "fd00::/48, fd00:0:0:1::/64, true, false"
    })
    void ofTwoBlocksOneHoldsTheOtherOrTheyAreApart(String one, String other, boolean holds, boolean held) {
        Cidr a = Cidr.parse(one);
        Cidr b = Cidr.parse(other);

        assertThat(a.contains(b)).isEqualTo(holds);
        assertThat(b.contains(a)).isEqualTo(held);
        assertThat(a.overlaps(b)).isEqualTo(holds || held);
        assertThat(b.overlaps(a)).isEqualTo(holds || held);
    }

    @Test
    void cidrArithmeticAgreesWithBigIntegers() {
        Random random = new Random(4);
        for (int i = 0; i < ROUNDS; i++) {
            Cidr cidr = any(random);
            BigInteger first = cidr.first().value();
            int maskSize = cidr.prefixLength() + random.nextInt(cidr.family().bits() - cidr.prefixLength() + 1);
            long blocks = cidr.blocks(maskSize);
            long index = blocks == 1 ? 0 : random.nextLong(blocks);
            Cidr block = cidr.block(maskSize, index);
            BigInteger blockSize = BigInteger.ONE.shiftLeft(cidr.family().bits() - maskSize);

            assertThat(Cidr.parse(cidr.toString())).isEqualTo(cidr);
            assertThat(cidr.last().value()).isEqualTo(first.add(cidr.size()).subtract(BigInteger.ONE));
            assertThat(block.first().value()).isEqualTo(first.add(blockSize.multiply(BigInteger.valueOf(index))));
            assertThat(cidr.contains(block)).isTrue();
            assertThat(cidr.blockIndex(maskSize, block.first())).isEqualTo(index);
            assertThat(cidr.blockIndex(maskSize, block.last())).isEqualTo(index);
        }
    }

    @Test
    void anIndexIsAtMostTheLargestLong() {
        Cidr all = Cidr.parse("::/0");

        assertThat(all.blockIndex(128, all.last())).isEqualTo(Long.MAX_VALUE);
        assertThat(all.blockIndex(128, IpAddress.parse("0:0:0:1::"))).isEqualTo(Long.MAX_VALUE);
        assertThat(all.blockIndex(64, all.last())).isEqualTo(Long.MAX_VALUE);
        assertThat(all.blockIndex(63, all.last())).isEqualTo(Long.MAX_VALUE);
        assertThat(all.blockIndex(62, all.last())).isEqualTo((1L << 62) - 1);
    }

    @Test
    void blocksAreOrderedByTheirFirstAddress() {
        List<Cidr> ordered = Stream.of("10.0.0.0/8", "10.0.0.0/24", "10.0.1.0/24", "192.168.0.0/16", "::/0", "fd00::/8")
                .map(Cidr::parse)
                .toList();

        assertThat(ordered.stream().sorted(Comparator.reverseOrder()).sorted()).containsExactlyElementsOf(ordered);
    }

    private static Cidr any(Random random) {
        return random.nextBoolean()
                ? Cidr.holding(new IpAddress(Family.IPV4, new BigInteger(32, random)), random.nextInt(33))
                : Cidr.holding(new IpAddress(Family.IPV6, new BigInteger(128, random)), random.nextInt(129));
    }
}
