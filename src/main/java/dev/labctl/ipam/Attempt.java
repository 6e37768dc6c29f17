package dev.labctl.ipam;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of an attempt to allocate, or to set up an allocator: a value, or the text of the refusal.
 *
 * @param value empty after a refusal
 * @param error the error text of Cilium or Kubernetes, word for word; empty after a success
 */
public record Attempt<T>(Optional<T> value, Optional<String> error) {
    public static <T> Attempt<T> done(T value) {
        return new Attempt<>(Optional.of(value), Optional.empty());
    }

    public static <T> Attempt<T> refused(String error) {
        return new Attempt<>(Optional.empty(), Optional.of(error));
    }

    /** All values, or the first refusal. */
    static <T> Attempt<List<T>> all(List<Attempt<T>> attempts) {
        return attempts.stream()
                .flatMap(attempt -> attempt.error.stream())
                .findFirst()
                .<Attempt<List<T>>>map(Attempt::refused)
                .orElseGet(() -> done(attempts.stream()
                        .flatMap(attempt -> attempt.value.stream())
                        .toList()));
    }

    /** Applies a function to the value; a refusal is passed on. */
    public <R> Attempt<R> map(Function<? super T, ? extends R> function) {
        return new Attempt<>(value.map(function), error);
    }
}
