package dev.labctl.provider.rehearsal.simulation.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Everything that a seed decides, the same on every version of Java: recordings are replayed later. The algorithm is the one of {@link java.util.SplittableRandom} (SplitMix64; Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", 2014).
 */
public final class Randomness implements RandomGenerator {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** Kubernetes {@code apimachinery/pkg/util/rand}: no vowels and nothing that looks like one, so that no words appear. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private long state;

    public Randomness(long state) {
        this.state = state;
    }

    @Override
    public long nextLong() {
        state += STEP;
        return mix(state);
    }

    /** The same items in any order (Fisher and Yates). */
    public <T> List<T> shuffled(Collection<T> items) {
        List<T> list = new ArrayList<>(items);
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, nextInt(i + 1));
        }
        return list;
    }

    /** The random end of an object's name. */
    public String letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Letters that a text decides, such as a ReplicaSet's hash of its template. */
    public static String letters(String text, int length) {
        return new Randomness(hash(text)).letters(length);
    }

    /** A number that a text decides. */
    public static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash * 31 + text.charAt(i));
        }
        return hash;
    }

    /** A uid (RFC 9562, version 4) that two numbers decide. */
    public static UUID uid(long seed, long number) {
        long high = mix(seed ^ mix(number + STEP));
        long low = mix(high + STEP);
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    private static long mix(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
