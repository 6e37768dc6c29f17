package dev.labctl.explain.causes;

import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.TreeBuilder;

/**
 * Objects of the lab were not applied, so nothing in the cluster shows what they lack.
 *
 * @param message as the command reported it
 */
public record ApplyRefused(String message) implements Cause {
    private static final ObjectRef RECORD = ObjectRef.LABCTL_RECORD;

    /** The object that the cause is about: the cluster's record, as what was refused is not there. */
    public static KubeObject record() {
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", RECORD.apiVersion())
                .put("kind", RECORD.kind())
                .put("metadata.name", RECORD.name())
                .put("metadata.namespace", RECORD.namespace().orElseThrow())
                .build());
    }

    @Override
    public void explain(ExplanationBuilder it) {
        it.error("APPLY_REFUSED")
                .symptom("The lab is not applied completely: labctl was refused when it last tried.")
                .cause(Wording.capital(message) + ".")
                .evidence(RECORD + ": data.refused")
                .fix("Fix the manifest, or what it relies on, then apply it again", it.labctl("apply"));
    }
}
