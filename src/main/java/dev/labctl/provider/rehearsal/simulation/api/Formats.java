package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms that names, labels and other texts of objects must have, and what the API server says of a text that has not
 * (Kubernetes {@code apimachinery/pkg/util/validation/validation.go}). Pure.
 */
final class Formats {
    private static final String DNS = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final int LONGEST_SUBDOMAIN = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_PORT_NAME = 15;
    private static final int LONGEST_NAME_OF_CRON_JOB = 52;

    private static final Form SUBDOMAIN = new Form(
            LONGEST_SUBDOMAIN,
            DNS + "(\\." + DNS + ")*",
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'example.com', regex used for validation is '%s')");
    private static final Form LABEL = new Form(
            LONGEST_LABEL,
            DNS,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with"
                    + " an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '%s')");
    private static final Form LABEL_1035 = new Form(
            LONGEST_LABEL,
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and"
                    + " end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '%s')");
    private static final Form LABEL_VALUE = new Form(
            LONGEST_LABEL,
            "(" + QUALIFIED + ")?",
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for"
                    + " validation is '%s')");
    private static final Form CONFIG_KEY = new Form(
            LONGEST_SUBDOMAIN,
            "[-._a-zA-Z0-9]+",
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or"
                    + " 'key-name', regex used for validation is '%s')");
    private static final Form NAME_PART = new Form(
            LONGEST_LABEL,
            QUALIFIED,
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '%s')");
    private static final Form ENVIRONMENT = new Form(
            Integer.MAX_VALUE,
            "[ -<>-~]+",
            "a valid environment variable name must consist only of printable ASCII characters other than '='");
    private static final Form ADDRESS =
            new Form(Integer.MAX_VALUE, ".*", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");

    /** A longest length, a pattern, and what is said of a text that does not match it. */
    private record Form(int longest, String pattern, String message) {
        List<String> problems(String text) {
            List<String> problems = new ArrayList<>();
            if (text.length() > longest) {
                problems.add("must be no more than " + longest + " characters");
            }
            if (!Pattern.matches(pattern, text)) {
                problems.add(String.format(message, pattern));
            }
            return problems;
        }
    }

    private Formats() {}

    /**
     * What is wrong with a text.
     *
     * @param form its name, as {@code rules.csv} has it
     */
    static List<String> problems(String form, String text) {
        return switch (form) {
            case "subdomain" -> SUBDOMAIN.problems(text);
            case "label" -> LABEL.problems(text);
            case "label1035" -> LABEL_1035.problems(text);
            case "labelValue" -> LABEL_VALUE.problems(text);
            case "labelName" -> text.contains(".") ? List.of("must not contain dots") : LABEL.problems(text);
            case "cronJobName" ->
                text.length() > LONGEST_NAME_OF_CRON_JOB
                        ? List.of("must be no more than " + LONGEST_NAME_OF_CRON_JOB + " characters")
                        : SUBDOMAIN.problems(text);
            case "pathSegment" -> List.of();
            case "qualified" -> qualified(text);
            case "portName" -> portName(text);
            case "configKey" -> configKey(text);
            case "environment" -> ENVIRONMENT.problems(text);
            case "address" -> IpAddress.read(text).isPresent() ? List.of() : List.of(ADDRESS.message());
            case "cidr" ->
                Cidr.readMasked(text).isPresent()
                        ? List.of()
                        : List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
            default -> throw new IllegalArgumentException(form + " is no form of a text");
        };
    }

    private static List<String> configKey(String text) {
        return text.equals(".") || text.equals("..")
                ? List.of("must not be '" + text + "'")
                : CONFIG_KEY.problems(text);
    }

    /** The keys of labels and annotations: a name, and a domain before it where there is a slash. */
    private static List<String> qualified(String key) {
        String[] parts = key.split("/", -1);
        List<String> problems = new ArrayList<>();
        if (parts.length > 2) {
            return List.of(
                    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                            + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                            + " validation is '" + QUALIFIED + "') with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
        }
        if (parts.length == 2) {
            part("prefix", parts[0]).ifPresent(problems::add);
            SUBDOMAIN.problems(parts[0]).forEach(why -> problems.add("prefix part " + why));
        }
        String name = parts[parts.length - 1];
        part("name", name).ifPresent(problems::add);
        if (name.length() > LONGEST_LABEL) {
            problems.add("name part must be no more than " + LONGEST_LABEL + " characters");
        }
        if (!Pattern.matches(NAME_PART.pattern(), name)) {
            problems.add(String.format(NAME_PART.message(), QUALIFIED));
        }
        return problems;
    }

    private static Optional<String> part(String what, String text) {
        return Optional.of(what + " part must be non-empty").filter(why -> text.isEmpty());
    }

    /** Names of ports, such as {@code http}; RFC 6335 service names. */
    static List<String> portName(String text) {
        List<String> problems = new ArrayList<>();
        if (text.length() > LONGEST_PORT_NAME) {
            problems.add("must be no more than " + LONGEST_PORT_NAME + " characters");
        }
        if (!text.matches("[-a-z0-9]*")) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!text.matches(".*[a-z].*")) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }
}
