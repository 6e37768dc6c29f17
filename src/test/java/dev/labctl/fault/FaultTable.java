package dev.labctl.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of {@code docs/faults.md}: what came of each command while something below it was broken, as it was seen. */
public final class FaultTable {
    private static final Path PAGE = Path.of("docs/faults.md");
    private static final String BEGIN = "<!-- faults -->\n";
    private static final String END = "<!-- end of faults -->";
    private static final String HEAD =
            "| broken | command | exit | outcome | the same call afterwards |\n|---|---|---|---|---|\n";

    private static final int BUG = 70;

    private FaultTable() {}

    /**
     * What a command came to.
     *
     * @param reason empty where it is done
     * @param message what it said
     * @param next what to do, in its words
     * @param again exit code of the same call when the cause was gone
     * @param converged whether the lab could be verified in the end
     */
    public record Row(
            String command, int exit, String reason, String message, String next, int again, boolean converged) {
        /** Whether it named what to do where it could not do it, and the same call came to a good end. */
        public boolean holds() {
            return converged && again == 0 && (exit == 0 || (exit < BUG && !reason.isEmpty() && !next.isEmpty()));
        }

        public Row converged(boolean verified) {
            return new Row(command, exit, reason, message, next, again, verified);
        }

        private String line(Fault fault) {
            String said =
                    (reason.isEmpty() ? "" : "`" + reason + "`: ") + message + (next.isEmpty() ? "" : ". " + next);
            return "| " + fault.title() + " | `" + command + "` | " + exit + " | " + cell(said) + " | exit " + again
                    + (converged ? ", the lab verifies" : ", the lab fails to verify") + " |\n";
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").strip();
    }

    /** Puts the rows of a fault into the page, in the place of those before; the order is that of the faults. */
    public static void write(Fault fault, List<Row> rows) {
        Map<String, String> lines = lines();
        lines.put(fault.title(), rows.stream().map(row -> row.line(fault)).collect(Collectors.joining()));
        String table = Arrays.stream(Fault.values())
                .flatMap(one -> Optional.ofNullable(lines.get(one.title())).stream())
                .collect(Collectors.joining());
        String page = page();
        try {
            Files.writeString(
                    PAGE,
                    page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                            + HEAD
                            + table
                            + missing(lines.keySet())
                            + page.substring(page.indexOf(END)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the faults that the harness has and the table has not, after an empty line; empty where there are none. */
    static String missing(Set<String> there) {
        List<String> missing = Arrays.stream(Fault.values())
                .map(Fault::title)
                .filter(title -> !there.contains(title))
                .toList();
        return missing.isEmpty() ? "" : "\nNot in the table yet: " + String.join("; ", missing) + ".\n";
    }

    /** The lines of the page, by what is broken. */
    static Map<String, String> lines() {
        String page = page();
        Map<String, String> lines = new LinkedHashMap<>();
        page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> lines.merge(line.split(" \\| ", 2)[0].substring(2), line + "\n", String::concat));
        return lines;
    }

    static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
