package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.kubernetes.KubeObject;

/** What the operator does about addresses, one for each mode. */
interface OperatorIpam {
    /** In modes in which the operator gives nothing out. */
    OperatorIpam NONE = node -> {};

    /** Looks at a node that is new or has changed. */
    void reconcile(KubeObject ciliumNode);

    /** A CiliumNode is gone. */
    default void forget(String node) {}
}
