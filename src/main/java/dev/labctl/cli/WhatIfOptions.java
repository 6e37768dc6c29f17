package dev.labctl.cli;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.HelmSet;
import dev.labctl.plan.WhatIf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Changes to a lab that are only thought of. */
final class WhatIfOptions {
    private static final Pattern NAME = Pattern.compile("[^/\\s]+(/[^/\\s]+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    @Option(names = "--nodes", paramLabel = "N", description = "With as many nodes; further ones are workers.")
    private String nodes;

    @Option(
            names = "--replicas",
            paramLabel = "NAME=N",
            description = "With as many pods of a workload, NAME or NAMESPACE/NAME; may be repeated.")
    private List<String> replicas = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "With another Helm value, written as helm takes it: ipam.mode=kubernetes, a={b,c};"
                    + " may be repeated.")
    private List<String> settings = List.of();

    /**
     * The changes that are asked for.
     *
     * @throws dev.labctl.failure.FailureException where they are none
     */
    WhatIf whatIf() {
        return new WhatIf(nodes == null ? OptionalInt.empty() : OptionalInt.of(nodes()), replicas(), values());
    }

    private int nodes() {
        return (int) number("--nodes " + nodes, nodes, 1, WhatIf.MAX_NODES);
    }

    private Map<String, Integer> replicas() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String entry : replicas) {
            String option = "--replicas " + entry;
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw wrong(option, "there is no = between a name and a number");
            }
            String name = entry.substring(0, equals);
            if (!NAME.matcher(name).matches()) {
                throw wrong(option, "\"" + name + "\" is not a workload's NAME or NAMESPACE/NAME");
            }
            int count = (int) number(option, entry.substring(equals + 1), 0, Integer.MAX_VALUE);
            if (wanted.putIfAbsent(name, count) != null) {
                throw wrong(option, name + " is there twice");
            }
        }
        return wanted;
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String setting : settings) {
            try {
                HelmSet.into(values, setting);
            } catch (IllegalArgumentException e) {
                throw wrong("--set " + setting, e.getMessage());
            }
        }
        return values;
    }

    private static long number(String option, String text, long min, long max) {
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw wrong(option, "\"" + text + "\" is not a whole number from " + min + " to " + max);
        }
        return number;
    }

    private static RuntimeException wrong(String option, String why) {
        return new FailureException(Reason.USAGE, option + ": " + why, "Run `labctl plan --help` for the usage.");
    }
}
