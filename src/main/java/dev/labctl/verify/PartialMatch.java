package dev.labctl.verify;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether a tree has at least what another one has: maps may have more keys, lists must have the same items in the same
 * order, each by the same rule, and all else must be equal. The rule is that of kuttl's and chainsaw's assertions.
 */
final class PartialMatch {
    private PartialMatch() {}

    /** Where the trees differ first: {@code spec.ipv4.cidrs[0] is 10.0.0.0/8}. */
    static Optional<String> difference(Object wanted, Object is) {
        return at("", wanted, is);
    }

    private static Optional<String> at(String path, Object wanted, Object is) {
        if (wanted instanceof Map<?, ?> map) {
            return is instanceof Map<?, ?> other
                    ? map.entrySet().stream()
                            .flatMap(entry -> at(
                                    path.isEmpty() ? "" + entry.getKey() : path + "." + entry.getKey(),
                                    entry.getValue(),
                                    other.get(entry.getKey()))
                                    .stream())
                            .findFirst()
                    : differs(path, is);
        }
        if (wanted instanceof List<?> list) {
            return is instanceof List<?> other && other.size() == list.size()
                    ? IntStream.range(0, list.size())
                            .boxed()
                            .flatMap(i -> at(path + "[" + i + "]", list.get(i), other.get(i)).stream())
                            .findFirst()
                    : differs(path, is);
        }
        return same(wanted, is) ? Optional.empty() : differs(path, is);
    }

    private static Optional<String> differs(String path, Object is) {
        return Optional.of(path + (is == null ? " is not set" : " is " + is));
    }

    /** A number is the same however it is written. */
    private static boolean same(Object wanted, Object is) {
        if (wanted instanceof Number one && is instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return Objects.equals(wanted, is);
    }
}
