package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API server checks of the bounds of a rolling update (Kubernetes 1.33 {@code ValidateRollingUpdateDeployment}). Pure. */
final class RollingUpdateRules {
    private static final int ALL = 100;

    private RollingUpdateRules() {}

    /**
     * What is wrong with them.
     *
     * @param path of the strategy in its object
     */
    static List<String> problems(Map<String, Object> rolling, String path) {
        List<String> problems = new ArrayList<>();
        for (String bound : List.of("maxUnavailable", "maxSurge")) {
            Tree.at(rolling, bound).ifPresent(value -> bound(path + "." + bound, value, bound, problems));
        }
        Optional<Object> unavailable = Tree.at(rolling, "maxUnavailable");
        if (unavailable.filter(RollingUpdateRules::zero).isPresent()
                && Tree.at(rolling, "maxSurge").filter(RollingUpdateRules::zero).isPresent()) {
            problems.add(path + ".maxUnavailable: Invalid value: " + goText(unavailable.get())
                    + ": may not be 0 when `maxSurge` is 0");
        }
        return problems;
    }

    private static boolean zero(Object value) {
        return List.of("0", "0%").contains(String.valueOf(value));
    }

    private static void bound(String path, Object value, String name, List<String> problems) {
        String start = path + ": Invalid value: ";
        if (value instanceof Number number) {
            if (number.longValue() < 0) {
                problems.add(start + number + ": must be greater than or equal to 0");
            }
            return;
        }
        String text = String.valueOf(value);
        if (!text.matches("[0-9]+%")) {
            problems.add(start + goText(value)
                    + ": a valid percent string must be a numeric string followed by an ending '%'"
                    + " (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
        } else if (name.equals("maxUnavailable")
                && (text.length() > 4 || Integer.parseInt(text.replace("%", "")) > ALL)) {
            problems.add(start + goText(value) + ": must not be greater than 100%");
        }
    }

    private static String goText(Object value) {
        return value instanceof Number
                ? "intstr.IntOrString{Type:0, IntVal:" + value + ", StrVal:\"\"}"
                : "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + GoText.quoted(String.valueOf(value)) + "}";
    }
}
