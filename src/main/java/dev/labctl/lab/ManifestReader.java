package dev.labctl.lab;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the objects of a lab's manifests, and reports what kubectl or the API server would refuse. */
final class ManifestReader {
    /** The fields that set the number of an object's pods. */
    private static final Map<String, List<String>> COUNTS = Map.of(
            "Deployment", List.of("replicas"),
            "ReplicaSet", List.of("replicas"),
            "StatefulSet", List.of("replicas"),
            "ReplicationController", List.of("replicas"),
            "Job", List.of("parallelism", "completions"));

    private static final String LIST = "List";
    private static final String ITEMS = "items";

    private final Problems problems;
    private final List<Manifest> manifests = new ArrayList<>();
    private final Map<List<String>, Manifest> seen = new HashMap<>();

    ManifestReader(Problems problems) {
        this.problems = problems;
    }

    /** The objects that were read since this was last called. */
    List<Manifest> take() {
        List<Manifest> taken = List.copyOf(manifests);
        manifests.clear();
        return taken;
    }

    void document(YamlNode document) {
        Fields.of(document, "a manifest", problems).ifPresent(fields -> object(fields, Map.of()));
    }

    /**
     * Reads an object, or a list of objects.
     *
     * @param ofList what the objects of a typed list need not say: its own {@code apiVersion}, and its kind without "List"
     */
    private void object(Fields fields, Map<String, Object> ofList) {
        Optional<String> apiVersion = identity(fields, "apiVersion", ofList);
        Optional<String> kind = identity(fields, "kind", ofList);
        if (kind.filter(word -> word.endsWith(LIST)).isPresent() && fields.has(ITEMS)) {
            Map<String, Object> ofItems = kind.filter(LIST::equals).isPresent() || apiVersion.isEmpty()
                    ? Map.of()
                    : Map.of("apiVersion", apiVersion.get(), "kind", kind.get().replaceAll(LIST + "$", ""));
            fields.mappings(ITEMS, "a manifest").forEach(item -> object(item, ofItems));
            return;
        }
        fields.require("metadata");
        Optional<Fields> metadata = fields.fields("metadata");
        if (metadata.isEmpty()) {
            return;
        }
        Optional<String> name = metadata.get().requiredText("name");
        Optional<String> namespace = metadata.get().text("namespace").filter(text -> !text.isEmpty());
        metadata.get().texts("labels");
        metadata.get().texts("annotations");
        kind.map(COUNTS::get).ifPresent(counts -> fields.fields("spec").ifPresent(spec -> counts.forEach(spec::count)));
        if (kind.isPresent() && apiVersion.isPresent() && name.isPresent()) {
            Map<String, Object> read = Tree.merge(ofList, fields.tree());
            // To kubectl an empty namespace is none.
            Map<String, Object> tree = namespace.isPresent() ? read : Tree.without(read, "metadata", "namespace");
            add(new Manifest(fields.position(), apiVersion.get(), kind.get(), namespace, name.get(), tree));
        }
    }

    private static Optional<String> identity(Fields fields, String key, Map<String, Object> ofList) {
        return fields.has(key) || ofList.isEmpty() ? fields.requiredText(key) : Tree.text(ofList, key);
    }

    /** Adds an object; files that are made for use on their own often repeat their Namespace, and the last one counts. */
    private void add(Manifest manifest) {
        List<String> identity = List.of(
                manifest.apiVersion(), manifest.kind(), manifest.namespace().orElse("default"), manifest.name());
        Manifest before = seen.putIfAbsent(identity, manifest);
        if (before == null) {
            manifests.add(manifest);
        } else if (manifest.kind().equals("Namespace")) {
            seen.put(identity, manifest);
            manifests.remove(before);
            manifests.add(manifest);
        } else {
            problems.add(
                    manifest.position(),
                    manifest.kind() + " " + manifest.name() + " is already in "
                            + before.position().file().getFileName() + ", line "
                            + before.position().line());
        }
    }
}
