package dev.labctl.fault;

import dev.labctl.command.Rehearsed;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is there in the end, so that two runs can be compared.
 *
 * @param objects of the cluster, by kind and name, with what does not depend on the moment of the calls
 * @param files that labctl keeps
 */
record EndState(Map<String, String> objects, Set<String> files) {
    private static final Duration LATER = Duration.ofMinutes(2);

    /** The names of ReplicaSets and pods end in hashes and in random letters. */
    private static final String GENERATED = "(-[0-9a-f]{6,10})?(-[a-z0-9]{5})?$";

    /** They come and go, and name the moment. */
    private static final Set<String> LEFT_OUT = Set.of("Event", "Lease");

    /**
     * Reads it.
     *
     * @param home the reader's home folder
     * @param state labctl's own folder in it
     */
    static EndState read(Path home, Path state, boolean cluster) {
        Map<String, String> objects = new TreeMap<>();
        if (cluster) {
            Observation seen = new Rehearsed(state, 1).observe(LATER);
            for (KubeObject object : seen.objects()) {
                if (!LEFT_OUT.contains(object.kind())) {
                    objects.merge(
                            object.kind() + " " + object.namespace().orElse("") + "/"
                                    + object.name().replaceAll(GENERATED, ""),
                            content(object),
                            (one, other) -> Stream.of(one, other).sorted().reduce("", (a, b) -> a + b + "\n"));
                }
            }
        }
        return new EndState(objects, files(home));
    }

    private static String content(KubeObject object) {
        return switch (object.kind()) {
            case "Pod" -> "phase " + object.text("status", "phase").orElse("");
            case "Deployment", "DaemonSet", "Service", "ConfigMap", "Namespace", "CiliumPodIPPool" ->
                Tree.fingerprint(object.tree().getOrDefault("spec", Map.of()));
            default -> "";
        };
    }

    private static Set<String> files(Path home) {
        try (Stream<Path> all = Files.walk(home)) {
            List<String> names = all.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .toList();
            return new TreeSet<>(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
