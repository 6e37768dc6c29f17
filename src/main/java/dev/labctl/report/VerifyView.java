package dev.labctl.report;

import dev.labctl.lab.LabState;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.util.List;
import java.util.Map;

/** The expectations of a lab in a state, in their order, compared with what is observed. */
public record VerifyView(LabState state, List<Verdict> verdicts) implements Result {
    public List<Verdict> failed() {
        return verdicts.stream().filter(Verdict::failed).toList();
    }

    /** How many hold, in a few words; what could not be observed never counts as one that does. */
    public String summary() {
        long holding = count(Outcome.HOLDS);
        long notShown = count(Outcome.NOT_SHOWN);
        String hold = holding == verdicts.size()
                ? (holding == 1 ? "the expectation holds" : "all " + holding + " expectations hold")
                : holding + " of " + verdicts.size() + " expectations hold";
        return notShown == 0 ? hold : hold + "; " + notShown + " cannot be shown here";
    }

    private long count(Outcome outcome) {
        return verdicts.stream().filter(one -> one.outcome() == outcome).count();
    }

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of("expect", state, "expectations", ViewTree.list(verdicts, VerifyView::verdict));
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        return ViewTree.of(
                "says", verdict.expectation().says(),
                "expected", verdict.expected(),
                "seen", verdict.seen(),
                "verdict", verdict.outcome().word(),
                "hint", verdict.expectation().hint());
    }
}
