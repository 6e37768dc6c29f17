package dev.labctl.lab;

import java.util.Map;

/**
 * One thing that the book says will be seen.
 *
 * @param says the sentence, from the book's view
 */
public record Expectation(String says, Pods pods) {
    /**
     * How many pods run, and how many do not and why.
     *
     * @param selector labels that the pods have; all must match
     * @param because a part of the event's text that every stuck pod has; empty where none may be stuck
     */
    public record Pods(String namespace, Map<String, String> selector, Range running, Range stuck, String because) {
        public Pods {
            selector = Map.copyOf(selector);
        }

        public boolean expectsStuck() {
            return stuck.max() > 0;
        }

        /** Whether pods with these labels are meant. */
        public boolean selects(String podNamespace, Map<String, String> labels) {
            return namespace.equals(podNamespace) && labels.entrySet().containsAll(selector.entrySet());
        }
    }
}
