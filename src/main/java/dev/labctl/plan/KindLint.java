package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.lab.CiliumKind;
import dev.labctl.lab.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of kinds that the API server does not know, although they look like Cilium's: it refuses them. Pure. */
final class KindLint {
    private KindLint() {}

    static List<Finding> of(Scenario scenario) {
        return scenario.custom().stream()
                .flatMap(manifest -> finding(manifest, scenario.values()).stream())
                .toList();
    }

    private static Optional<Finding> finding(Manifest manifest, Map<String, Object> values) {
        String what = manifest.kind() + " " + manifest.name();
        Optional<CiliumKind> known = CiliumKind.of(manifest.kind());
        if (known.isEmpty()) {
            return Optional.of(Finding.error(
                    "KIND_UNKNOWN",
                    what + ": Cilium 1.18 has no kind " + manifest.kind() + ", so the API server refuses it",
                    "Correct its kind, or remove it."));
        }
        CiliumKind kind = known.get();
        if (!kind.apiVersions().contains(manifest.apiVersion())) {
            return Optional.of(Finding.error(
                    "API_VERSION_WRONG",
                    what + " has the wrong apiVersion: Cilium 1.18 has this kind in "
                            + String.join(" and ", kind.apiVersions()) + ", not in " + manifest.apiVersion()
                            + ", so the API server refuses it",
                    "Set apiVersion: " + kind.apiVersions().get(0) + "."));
        }
        return kind.registeredBy(values)
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "KIND_NOT_REGISTERED",
                        what + ": Cilium registers the kind " + manifest.kind() + " only with "
                                + String.join(" or ", kind.values()) + ", so the API server refuses it",
                        "Add " + kind.values().get(0) + ": true to the values."));
    }
}
