package dev.labctl.provider.recorded;

import dev.labctl.json.Json;
import dev.labctl.json.Json.UncheckedJsonException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.recorded.Archive.Entry;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a bundle of {@code labctl logs --bundle}: its observation, and labctl's record of the cluster. */
final class BundleRecording {
    private static final String OBSERVATION = "observation.json";
    private static final String RECORD = "record.json";

    private static final String VERSIONS = "versions.txt";
    private static final String REHEARSED = "provider rehearsal";

    /** A file that a bundle has whatever state the cluster was in. */
    private static final String STATUS = "status.json";

    private BundleRecording() {}

    /** The bundle in an archive; empty where it has none. */
    static Optional<Recording> in(Archive archive) {
        Optional<Map<String, Object>> observation = json(archive, OBSERVATION);
        if (observation.isEmpty() && find(archive, STATUS).isPresent()) {
            throw Archive.invalid(
                    "the bundle has no observation, because the cluster could not be read when it was made",
                    "Read its " + STATUS + ", which says why.");
        }
        return observation.map(tree -> recording(tree, json(archive, RECORD), isRehearsed(archive)));
    }

    private static Recording recording(
            Map<String, Object> observation, Optional<Map<String, Object>> record, boolean rehearsed) {
        Instant at = Tree.time(observation, "at")
                .orElseThrow(() -> damaged(OBSERVATION, "it does not say when the cluster was observed"));
        List<KubeObject> objects = new ArrayList<>();
        Tree.list(observation, "objects").forEach(object -> objects.add(new KubeObject(Tree.map(object))));
        record.map(KubeObject::new).ifPresent(objects::add);
        return new Recording(
                "bundle",
                at,
                Tree.text(observation, "kubernetes").orElse(""),
                List.copyOf(objects),
                List.of(),
                rehearsed,
                List.of());
    }

    private static boolean isRehearsed(Archive archive) {
        return find(archive, VERSIONS)
                .filter(entry -> archive.text(entry).lines().anyMatch(REHEARSED::equals))
                .isPresent();
    }

    private static Optional<Entry> find(Archive archive, String name) {
        return archive.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    private static Optional<Map<String, Object>> json(Archive archive, String name) {
        return find(archive, name).map(entry -> {
            try (InputStream in = archive.open(entry)) {
                return Json.read(in);
            } catch (IOException e) {
                throw damaged(name, e.getMessage());
            } catch (UncheckedJsonException e) {
                throw damaged(name, e.getMessage());
            }
        });
    }

    private static RuntimeException damaged(String file, String why) {
        return Archive.invalid(
                "the file " + file + " of the bundle cannot be read: " + why,
                "The bundle may be cut off: make it again with `labctl logs --bundle FILE`.");
    }
}
