package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.json.Json;
import dev.labctl.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Lists in pages: no more text is held at a time than one page has, and what objects have in common, such as the specification
 * of a workload's pods, is held once. Ten thousand pods then take little more than their own addresses.
 */
final class ObjectPages {
    /** Objects of one page: kubectl's own number. */
    private static final int SIZE = 500;

    /** The answer to the rest of a list whose beginning is too old. */
    private static final int EXPIRED = 410;

    /** Which manager owns which field: often longer than the rest of an object. */
    private static final Set<String> LEFT_OUT = Set.of("managedFields");

    private ObjectPages() {}

    /**
     * All objects of a list.
     *
     * @param path of the list, perhaps with a selector
     * @param get the text at a path; null where there is nothing
     */
    static List<KubeObject> read(String path, String apiVersion, String kind, UnaryOperator<String> get) {
        String query = path + (path.contains("?") ? "&" : "?") + "limit=" + SIZE;
        try {
            return pages(query, apiVersion, kind, get);
        } catch (ApiException e) {
            if (e.code() != EXPIRED) {
                throw e;
            }
            return pages(path, apiVersion, kind, get);
        }
    }

    private static List<KubeObject> pages(String path, String apiVersion, String kind, UnaryOperator<String> get) {
        List<KubeObject> objects = new ArrayList<>();
        Map<Object, Object> pool = new HashMap<>();
        Optional<String> page = Optional.ofNullable(get.apply(path));
        while (page.isPresent()) {
            // The next page comes while this one is read.
            Optional<Future<String>> ahead =
                    continued(head(page.get(), path)).map(token -> ahead(() -> get.apply(path + token)));
            Map<String, Object> answer = tree(page.get(), path, pool, LEFT_OUT);
            for (Object item : Tree.list(answer, "items")) {
                Map<String, Object> tree = new LinkedHashMap<>(Tree.map(item));
                // The items of a list come without these two.
                tree.put("apiVersion", apiVersion);
                tree.put("kind", kind);
                objects.add(new KubeObject(tree));
            }
            page = ahead.isPresent()
                    ? Optional.ofNullable(arrived(ahead.get()))
                    : continued(answer).map(token -> get.apply(path + token));
        }
        return objects;
    }

    private static Optional<String> continued(Map<String, Object> answer) {
        return Tree.nonEmpty(answer, "metadata", "continue")
                .map(token -> "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    private static Future<String> ahead(Callable<String> get) {
        FutureTask<String> task = new FutureTask<>(get);
        Thread thread = new Thread(task, "next page");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static String arrived(Future<String> page) {
        try {
            return page.get();
        } catch (InterruptedException e) {
            page.cancel(true);
            Thread.currentThread().interrupt();
            throw Failure.interrupted("reading the cluster").asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    /** The tree of an answer that is no list, with all that is in it. */
    static Map<String, Object> tree(String json, String path) {
        return tree(json, path, new HashMap<>(), Set.of());
    }

    /**
     * The tree of an answer.
     *
     * @param pool see {@link Json#readShared}
     */
    private static Map<String, Object> tree(String json, String path, Map<Object, Object> pool, Set<String> without) {
        return read(path, () -> Json.readShared(json, pool, without));
    }

    private static Map<String, Object> head(String json, String path) {
        return read(path, () -> Json.head(json));
    }

    private static Map<String, Object> read(String path, Supplier<Map<String, Object>> reading) {
        try {
            return reading.get();
        } catch (Json.UncheckedJsonException e) {
            // Such as the page of a proxy that asks for a login.
            throw new ApiException(
                    ApiException.Kind.UNAVAILABLE, 200, "GET " + path, "the answer is not JSON", List.of());
        }
    }
}
