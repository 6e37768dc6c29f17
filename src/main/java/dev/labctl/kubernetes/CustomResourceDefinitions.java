package dev.labctl.kubernetes;

import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import java.util.Optional;

/** When the API server accepts objects of a kind that a CustomResourceDefinition defines. */
public final class CustomResourceDefinitions {
    private CustomResourceDefinitions() {}

    public static ObjectStatus status(KubeObject definition) {
        Optional<KubeObject.Condition> names = definition
                .condition("NamesAccepted")
                .filter(condition -> condition.status().equals("False"));
        if (names.isPresent()) {
            return new Failed(definition.ref() + ": " + names.get().message());
        }
        return definition.conditionTrue("Established") && !definition.deleting()
                ? ObjectStatus.CURRENT
                : new InProgress(definition.ref() + " is not established yet");
    }
}
