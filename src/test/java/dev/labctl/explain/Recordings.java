package dev.labctl.explain;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observations;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What real clusters looked like, and the same with one thing in them changed. */
public final class Recordings {
    private static final Path FOLDER = Path.of("src/test/resources/recorded/observations");

    private Recordings() {}

    public static Observation read(String name) {
        try (InputStream in = Files.newInputStream(FOLDER.resolve(name + ".json"))) {
            return Observations.of(Json.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with every text in the chosen objects changed. */
    static Observation changed(Observation seen, Predicate<KubeObject> which, UnaryOperator<String> change) {
        return mapped(
                seen, object -> which.test(object) ? new KubeObject(Tree.map(texts(object.tree(), change))) : object);
    }

    static Observation mapped(Observation seen, UnaryOperator<KubeObject> change) {
        List<KubeObject> objects = Tree.list(seen.tree(), "objects").stream()
                .map(tree -> change.apply(new KubeObject(Tree.map(tree))))
                .toList();
        return new Observation(seen.at(), seen.kubernetes(), objects);
    }

    private static Object texts(Object tree, UnaryOperator<String> change) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), texts(value, change)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(value -> copy.add(texts(value, change)));
            return copy;
        }
        return tree instanceof String text ? change.apply(text) : tree;
    }
}
