package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.Map;
import java.util.Optional;

/** What a command asked of a cluster; {@code at} is the cluster's age then, in milliseconds. */
sealed interface Call {
    long at();

    Map<String, Object> toTree();

    record Apply(long at, Map<String, Object> object, boolean force) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "apply", object, "force", force);
        }
    }

    record Delete(long at, ObjectRef ref) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return new TreeBuilder()
                    .put("at", at)
                    .put("delete.apiVersion", ref.apiVersion())
                    .put("delete.kind", ref.kind())
                    .put("delete.metadata.namespace", ref.namespace().orElse(null))
                    .put("delete.metadata.name", ref.name())
                    .build();
        }
    }

    record DeployCilium(long at, Map<String, Object> values, String version) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "deployCilium", values, "version", version);
        }
    }

    record RemoveCilium(long at) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "removeCilium", true);
        }
    }

    /** Reads a call; empty where the tree is none. */
    static Optional<Call> of(Object tree) {
        Optional<Long> at = Tree.number(tree, "at");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> applied = Tree.map(tree, "apply");
        if (!applied.isEmpty()) {
            return Tree.flag(tree, "force").map(force -> new Apply(at.get(), applied, force));
        }
        Map<String, Object> deleted = Tree.map(tree, "delete");
        if (!deleted.isEmpty()) {
            return Optional.of(new Delete(at.get(), new KubeObject(deleted).ref()));
        }
        if (Tree.at(tree, "deployCilium").isPresent()) {
            return Tree.text(tree, "version")
                    .map(version -> new DeployCilium(at.get(), Tree.map(tree, "deployCilium"), version));
        }
        return Tree.flag(tree, "removeCilium").map(removed -> new RemoveCilium(at.get()));
    }
}
