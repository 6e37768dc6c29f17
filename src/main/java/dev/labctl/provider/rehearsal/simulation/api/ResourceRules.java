package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the API server checks of the resources of a container (Kubernetes 1.33 {@code ValidateContainerResourceRequirements}). */
final class ResourceRules {
    private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");
    private static final BigDecimal BINARY = BigDecimal.valueOf(1024);
    private static final String BINARY_UNITS = "KMGTPE";
    private static final String SMALL_UNITS = "num";
    private static final String LARGE_UNITS = "kMGTPE";
    private static final int THOUSAND = 3;

    private ResourceRules() {}

    /**
     * What is wrong with requests and limits.
     *
     * @param path of the resources in their object
     */
    static List<String> problems(Map<String, Object> resources, String path) {
        List<String> problems = new ArrayList<>();
        Map<String, String> limits = Tree.texts(resources, "limits");
        for (String part : List.of("limits", "requests")) {
            Tree.texts(resources, part).forEach((name, quantity) -> {
                String field = path + "." + part + "[" + name + "]: Invalid value: ";
                if (!name.contains("/") && !STANDARD.contains(name) && !name.startsWith("hugepages-")) {
                    problems.add(field + name + ": must be a standard resource type or fully qualified");
                    problems.add(field + name + ": must be a standard resource for containers");
                }
                if (amount(quantity).filter(amount -> amount.signum() < 0).isPresent()) {
                    problems.add(field + GoText.quoted(quantity) + ": must be greater than or equal to 0");
                }
            });
        }
        Tree.texts(resources, "requests").forEach((name, request) -> {
            Optional<BigDecimal> limit = Optional.ofNullable(limits.get(name)).flatMap(ResourceRules::amount);
            if (limit.isPresent()
                    && amount(request)
                            .filter(amount -> amount.compareTo(limit.get()) > 0)
                            .isPresent()) {
                problems.add(path + ".requests: Invalid value: " + GoText.quoted(request)
                        + ": must be less than or equal to " + name + " limit of " + limits.get(name));
            }
        });
        return problems;
    }

    /** A quantity such as {@code 100m} or {@code 1.5Gi} (Kubernetes {@code apimachinery/pkg/api/resource/quantity.go}). */
    private static Optional<BigDecimal> amount(String quantity) {
        int end = 0;
        while (end < quantity.length() && "+-.0123456789".indexOf(quantity.charAt(end)) >= 0) {
            end++;
        }
        String unit = quantity.substring(end);
        try {
            BigDecimal number = new BigDecimal(quantity.substring(0, end));
            if (unit.isEmpty()) {
                return Optional.of(number);
            }
            if (unit.endsWith("i")) {
                return Optional.of(number.multiply(BINARY.pow(BINARY_UNITS.indexOf(unit.charAt(0)) + 1)));
            }
            if (unit.length() > 1) {
                return Optional.of(new BigDecimal(quantity));
            }
            int small = SMALL_UNITS.indexOf(unit);
            int power = small >= 0 ? small - THOUSAND : LARGE_UNITS.indexOf(unit) + 1;
            return Optional.of(number.scaleByPowerOfTen(THOUSAND * power));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
