package dev.labctl.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page has a row for each command of a fault that the harness has run, names the others, and has none that did not hold. */
class FaultTableTest {
    private static List<String> cells(String line) {
        return Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                .map(String::strip)
                .skip(1)
                .toList();
    }

    @Test
    void everyFaultHasARowForEachCommandOrIsNamedAsMissing() {
        Map<String, String> there = FaultTable.lines();
        Map<String, List<String>> expected = Arrays.stream(Fault.values())
                .filter(fault -> there.containsKey(fault.title()))
                .collect(Collectors.toMap(Fault::title, fault -> fault.commands().stream()
                        .map(command -> "`" + command + "`")
                        .toList()));
        Map<String, List<String>> rows = there.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .lines()
                        .map(line -> cells(line).get(1))
                        .toList()));

        assertThat(rows).isEqualTo(expected);
        assertThat(FaultTable.page()).contains("|\n" + FaultTable.missing(there.keySet()) + "<!-- end of faults -->");
    }

    @Test
    void everyRowHolds() {
        FaultTable.lines().values().stream().flatMap(String::lines).forEach(line -> {
            List<String> cells = cells(line);
            assertThat(cells.get(2)).as(line).matches("[0-5]");
            assertThat(cells.get(3)).as(line).isNotEmpty();
            if (!cells.get(2).equals("0")) {
                assertThat(cells.get(3)).as(line).matches("`[A-Z_]+`: .+");
            }
            assertThat(cells.get(4)).as(line).isEqualTo("exit 0, the lab verifies");
        });
    }
}
