package dev.labctl.provider;

import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.provider.HaltedNodes.Node;
import java.util.Arrays;
import java.util.List;

/** Nodes that do not run, for tests. */
public final class Halted {
    private Halted() {}

    /** Nodes of one condition, with the line that starts them. */
    public static HaltedNodes nodes(Condition condition, String start, String... names) {
        return new HaltedNodes(
                Arrays.stream(names).map(name -> new Node(name, condition)).toList(),
                start.isEmpty() ? List.of() : List.of(start));
    }
}
