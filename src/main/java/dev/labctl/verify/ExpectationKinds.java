package dev.labctl.verify;

import dev.labctl.lab.Expectation.Kind;
import java.util.List;

/** The kinds of expectations that a {@code lab.yaml} may have. Each is a {@link Check} in a file of its own. */
public final class ExpectationKinds {
    public static final List<Kind> ALL = List.of(
            new Kind("nodes", NodesCheck::read),
            new Kind("cilium", CiliumCheck::read),
            new Kind("pods", PodsCheck::read),
            new Kind("service", ServiceCheck::read),
            new Kind("object", ObjectCheck::present),
            new Kind("absent", ObjectCheck::absent),
            new Kind("event", EventCheck::read));

    private ExpectationKinds() {}
}
