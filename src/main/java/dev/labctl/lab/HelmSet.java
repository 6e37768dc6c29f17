package dev.labctl.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parses the syntax of {@code helm --set}: {@code a.b=1,c={x,y}} (Helm 3 {@code pkg/strvals/parser.go}).
 *
 * <p>As in Helm, {@code true}, {@code false} and {@code null} are recognised in any case, integers without leading zeros are
 * numbers, and all other values are text; a backslash escapes the next character; the last value of a key takes precedence.
 * Unlike Helm, an empty key is refused, which Helm silently ignores, and so are single items of lists ({@code a[0]=x}).
 */
public final class HelmSet {
    /** Helm's own limit. */
    private static final int MAX_DEPTH = 30;

    private static final char END = '\0';

    private static final Pattern INTEGER = Pattern.compile("0|[+-][0-9]{1,19}|[1-9][0-9]{0,18}");

    private final String text;
    private int at;

    /** The character at which the last part ended. */
    private char stop = END;

    private HelmSet(String text) {
        this.text = text;
    }

    /**
     * Merges settings into a tree.
     *
     * @param values must only contain maps that this class created
     * @throws IllegalArgumentException with a message for the user
     */
    public static void into(Map<String, Object> values, String settings) {
        HelmSet set = new HelmSet(settings);
        do {
            set.pair(values);
        } while (set.at < settings.length());
    }

    private void pair(Map<String, Object> values) {
        String rest = text.substring(at);
        Map<String, Object> map = values;
        String key = until(".=,[");
        for (int depth = 1; stop == '.'; depth++) {
            require(!key.isEmpty(), "a key is empty in \"" + rest + "\"");
            require(depth <= MAX_DEPTH, "a key has more than " + (MAX_DEPTH + 1) + " parts");
            map = inner(map, key);
            key = until(".=,[");
        }
        require(stop != '[', "single items of a list cannot be set; give the whole list, as {a,b}");
        require(stop == '=', "there is no = between a key and a value");
        require(!key.isEmpty(), "a key is empty in \"" + rest + "\"");
        map.put(key, value());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> map, String key) {
        Object inner = map.computeIfAbsent(key, any -> new LinkedHashMap<String, Object>());
        require(inner instanceof Map, "\"" + key + "\" cannot have a value and keys below it");
        return (Map<String, Object>) inner;
    }

    private Object value() {
        if (at == text.length() || text.charAt(at) != '{') {
            return typed(until(","));
        }
        at++;
        List<Object> list = new ArrayList<>();
        do {
            list.add(typed(until(",}")));
        } while (stop == ',');
        require(stop == '}', "a list does not end with }");
        require(at == text.length() || text.charAt(at) == ',', "after the } of a list comes a comma or nothing");
        at = Math.min(at + 1, text.length());
        return list;
    }

    private static Object typed(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        if (text.equalsIgnoreCase("null")) {
            return null;
        }
        try {
            return INTEGER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** The characters up to one of these, or to the end; escaped characters do not stop. */
    private String until(String stops) {
        StringBuilder found = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '\\' && at < text.length()) {
                found.append(text.charAt(at++));
            } else if (stops.indexOf(next) >= 0) {
                stop = next;
                return found.toString();
            } else if (next != '\\') {
                found.append(next);
            }
        }
        stop = END;
        return found.toString();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
