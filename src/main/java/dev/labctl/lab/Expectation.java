package dev.labctl.lab;

import dev.labctl.yaml.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that the book says will be seen.
 *
 * @param says the sentence, from the book's view
 * @param healed the sentence that takes its place once the fault is fixed that the lab is about
 * @param hint what to check when it is not seen; may be empty
 * @param only the state of the lab that it belongs to; empty where it is true in every one
 */
public record Expectation(String says, Optional<String> healed, String hint, Optional<LabState> only, Check check) {
    /** What is checked. Each kind of expectation has a type of its own, which knows how to check it. */
    public interface Check {
        /** The pods that are meant to stay stuck, if it is about such pods. */
        default Optional<StuckPods> stuckPods() {
            return Optional.empty();
        }
    }

    /**
     * A kind of expectation.
     *
     * @param key that a {@code lab.yaml} has for it
     * @param reader of the fields under that key; it notes every problem, and gives no check where there can be none
     */
    public record Kind(String key, Function<Fields, Optional<? extends Check>> reader) {}

    /**
     * Pods of which some are meant to stay stuck.
     *
     * @param selector labels that the pods have; all must match
     * @param because a part of the event's text that every stuck pod has
     */
    public record StuckPods(
            String namespace, Map<String, String> selector, Range running, Range stuck, String because) {
        public StuckPods {
            selector = Map.copyOf(selector);
        }

        /** Whether pods with these labels are meant. */
        public boolean selects(String podNamespace, Map<String, String> labels) {
            return namespace.equals(podNamespace) && labels.entrySet().containsAll(selector.entrySet());
        }
    }

    /** The same as it is said of a lab in that state. */
    public Expectation in(LabState state) {
        return new Expectation(
                state == LabState.HEALTHY ? healed.orElse(says) : says, Optional.empty(), hint, only, check);
    }
}
