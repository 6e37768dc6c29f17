package dev.labctl.lab;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A patch of {@code kind.yaml} for what kubeadm reads.
 *
 * @param node the place of its node in the file; empty for a patch of every node
 * @param field {@code kubeadmConfigPatches} or {@code kubeadmConfigPatchesJSON6902}
 * @param apiVersion that it is for; empty for any
 * @param change a mapping to merge, or the list of operations of a JSON patch
 */
record KubeadmPatch(OptionalInt node, String field, String apiVersion, String kind, Object change) {
    private static final String MERGED = "kubeadmConfigPatches";
    private static final String OPERATIONS = "kubeadmConfigPatchesJSON6902";

    /** All patches of a file in the order in which kind applies them: those of a node come after those of every node. */
    static List<KubeadmPatch> of(KindConfig kind) {
        List<KubeadmPatch> patches = new ArrayList<>(read(OptionalInt.empty(), kind.tree()));
        List<Object> nodes = Tree.list(kind.tree(), "nodes");
        for (int i = 0; i < nodes.size(); i++) {
            patches.addAll(read(OptionalInt.of(i), nodes.get(i)));
        }
        return List.copyOf(patches);
    }

    private static List<KubeadmPatch> read(OptionalInt node, Object tree) {
        List<KubeadmPatch> patches = new ArrayList<>();
        for (Object text : Tree.list(tree, MERGED)) {
            YamlReader.values(String.valueOf(text))
                    .forEach(patch -> patches.add(new KubeadmPatch(
                            node,
                            MERGED,
                            Tree.text(patch, "apiVersion").orElse(""),
                            Tree.text(patch, "kind").orElse(""),
                            Tree.map(patch))));
        }
        for (Object patch : Tree.list(tree, OPERATIONS)) {
            String group = Tree.text(patch, "group").orElse("");
            patches.add(new KubeadmPatch(
                    node,
                    OPERATIONS,
                    (group.isEmpty() ? "" : group + "/")
                            + Tree.text(patch, "version").orElse(""),
                    Tree.text(patch, "kind").orElse(""),
                    operations(patch)));
        }
        return patches;
    }

    private static List<Object> operations(Object patch) {
        return Tree.text(patch, "patch").stream()
                .flatMap(text -> YamlReader.values(text).stream())
                .filter(List.class::isInstance)
                .flatMap(list -> Tree.list(list).stream())
                .toList();
    }

    /** Whether kind applies it to a document (kind 0.33 {@code pkg/internal/patch/resource.go}). */
    boolean isFor(String otherKind, String otherVersion) {
        if (!kind.equals(otherKind)) {
            return false;
        }
        boolean groupAlone = apiVersion.endsWith("/") && otherVersion.startsWith(apiVersion);
        return apiVersion.isEmpty() || apiVersion.equals(otherVersion) || groupAlone;
    }

    /** Whether it is for every node, or for this one. */
    boolean reaches(int index) {
        return node.isEmpty() || node.getAsInt() == index;
    }

    /** As a message names it. */
    String words(List<String> nodes) {
        Optional<String> own = node.isPresent() ? Optional.of(nodes.get(node.getAsInt())) : Optional.empty();
        return "the patch of " + (kind.isEmpty() ? "no kind" : kind) + " in " + field
                + own.map(name -> " of the node " + name).orElse("");
    }
}
