package dev.labctl.yaml;

/** Whose file it is: its reader decides what some unquoted scalars and keys mean. */
public enum Dialect {
    /** kubectl, Helm and eksctl: YAML 1.1 as JSON ({@code sigs.k8s.io/yaml}), in which keys become the text of their value. */
    KUBERNETES,

    /** kind: go-yaml v3, in which keys and texts are what is written, and a key beside {@code <<} always wins. */
    KIND,

    /** labctl's own file, which editors read as YAML 1.2: what the versions of YAML read differently is a problem. */
    UNAMBIGUOUS
}
