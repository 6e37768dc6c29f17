package dev.labctl.fuzz;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that are wrong nearly everywhere, as users and their tools write them. */
final class HostileValues {
    private static final List<Object> VALUES = Arrays.asList(
            null,
            "",
            " ",
            "abc",
            "None",
            "true",
            "a/b",
            "../../etc/passwd",
            "10.0.0.0",
            "10.0.0.0/8",
            "10.0.0.0/08",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.1/24",
            "0.0.0.0/0",
            "10.0.0.0/16, 10.1.0.0/16",
            "10.244.0.0/16,fd00::/56,10.1.0.0/16",
            "fd00::/129",
            "fd00::/0",
            "fe80::1%eth0/64",
            "::ffff:10.0.0.0/104",
            "255.255.255.255/32",
            "10%",
            "-5%",
            "200%",
            "99999999999%",
            "1e308",
            "99999999999",
            "0x10",
            "2026-13-45T99:99:99Z",
            "2026-01-01",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "+999999999-12-31T23:59:59Z",
            "10m",
            "1Gi",
            "a=b,c=d",
            "=",
            "default=-8",
            "default=0,green=2147483647",
            "kind: [",
            "kind: InitConfiguration\nnodeRegistration: [null]\n",
            "\u001b[31mred\u001b[0m",
            "bell\u0007 and \u0000 nothing",
            "carriage\rreturn",
            "c1 \u009b31m",
            "bidi \u202e txt.exe \u2066",
            "two\nlines",
            "\ud83d\ude80",
            "x".repeat(70),
            "x".repeat(5000),
            0L,
            1L,
            -1L,
            29L,
            128L,
            129L,
            65536L,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            99_999_999_999L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            BigInteger.TEN.pow(30),
            0.5,
            -0.0,
            1e308,
            -1e308,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            true,
            false);

    private HostileValues() {}

    /** A scalar three times of four, otherwise a list or a map. */
    static Object any(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> list(random);
            case 1 -> map(random);
            default -> scalar(random);
        };
    }

    static Object scalar(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    /** A key of a map, such as a label's or a pool's. */
    static String key(Random random) {
        return String.valueOf(scalar(random));
    }

    private static Object list(Random random) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(scalar(random));
        }
        return list;
    }

    private static Object map(Random random) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(key(random), scalar(random));
        }
        return map;
    }
}
