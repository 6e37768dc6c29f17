package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumChart;
import dev.labctl.redaction.StoredSecrets;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.Map;
import java.util.NoSuchElementException;

/** What a command asked of a cluster; {@code at} is the cluster's age then, in milliseconds. */
sealed interface Call {
    long at();

    Map<String, Object> toTree();

    /** The object is without its secrets: what is kept is what the cluster has. */
    record Apply(long at, Map<String, Object> object, boolean force) implements Call {
        public Apply {
            object = StoredSecrets.removed(object);
        }

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

    /** The groups of nodes of a cluster whose control plane came alone. */
    record CreateNodes(long at) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "createNodes", true);
        }
    }

    record DeployCilium(long at, CiliumChart chart) implements Call {
        public DeployCilium {
            chart = new CiliumChart(StoredSecrets.removed(chart.values()), chart.version());
        }

        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "deployCilium", chart.values(), "version", chart.version());
        }
    }

    record RemoveCilium(long at) implements Call {
        @Override
        public Map<String, Object> toTree() {
            return Tree.of("at", at, "removeCilium", true);
        }
    }

    /**
     * Reads a call.
     *
     * @throws java.util.NoSuchElementException where the tree is none
     */
    static Call of(Object tree) {
        long at = Tree.number(tree, "at").orElseThrow();
        Map<String, Object> applied = Tree.map(tree, "apply");
        if (!applied.isEmpty()) {
            return new Apply(at, applied, Tree.flag(tree, "force").orElseThrow());
        }
        Map<String, Object> deleted = Tree.map(tree, "delete");
        if (!deleted.isEmpty()) {
            return new Delete(at, new KubeObject(deleted).ref());
        }
        if (Tree.at(tree, "deployCilium").isPresent()) {
            String version = Tree.text(tree, "version").orElseThrow();
            return new DeployCilium(at, new CiliumChart(Tree.map(tree, "deployCilium"), version));
        }
        if (Tree.flag(tree, "createNodes").isPresent()) {
            return new CreateNodes(at);
        }
        if (Tree.flag(tree, "removeCilium").isEmpty()) {
            throw new NoSuchElementException("the call is of no known kind");
        }
        return new RemoveCilium(at);
    }
}
