package dev.labctl.lab;

import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Position;
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

    private final Problems problems;
    private final List<Manifest> manifests = new ArrayList<>();
    private final Map<List<String>, Position> seen = new HashMap<>();

    ManifestReader(Problems problems) {
        this.problems = problems;
    }

    List<Manifest> manifests() {
        return manifests;
    }

    void document(YamlNode document) {
        Fields.of(document, "a manifest", problems).ifPresent(this::object);
    }

    private void object(Fields fields) {
        Optional<String> apiVersion = fields.requiredText("apiVersion");
        Optional<String> kind = fields.requiredText("kind");
        if (kind.filter("List"::equals).isPresent()) {
            fields.items("items").forEach(this::document);
            return;
        }
        fields.require("metadata");
        Optional<Fields> metadata = fields.fields("metadata");
        if (metadata.isEmpty()) {
            return;
        }
        Optional<String> name = metadata.get().requiredText("name");
        Optional<String> namespace = metadata.get().text("namespace");
        metadata.get().texts("labels");
        metadata.get().texts("annotations");
        kind.map(COUNTS::get).ifPresent(counts -> fields.fields("spec").ifPresent(spec -> counts.forEach(spec::count)));
        if (kind.isPresent() && apiVersion.isPresent() && name.isPresent()) {
            add(new Manifest(fields.position(), apiVersion.get(), kind.get(), namespace, name.get(), fields.tree()));
        }
    }

    private void add(Manifest manifest) {
        List<String> identity = List.of(
                manifest.apiVersion(), manifest.kind(), manifest.namespace().orElse("default"), manifest.name());
        Position before = seen.putIfAbsent(identity, manifest.position());
        if (before == null) {
            manifests.add(manifest);
        } else {
            problems.add(
                    manifest.position(),
                    manifest.kind() + " " + manifest.name() + " is already in "
                            + before.file().getFileName() + ", line " + before.line());
        }
    }
}
