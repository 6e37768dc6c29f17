package dev.labctl.command.view;

import dev.labctl.cilium.CiliumDefaults;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.HelmRelease;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.redaction.MaskedPair;
import dev.labctl.report.DiffView.Cilium;
import dev.labctl.report.DiffView.Setting;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Cilium's version and values, live against lab, and what was changed by hand in cilium-config. */
public final class CiliumDiff {
    private CiliumDiff() {}

    /**
     * Compares them.
     *
     * @param version that the lab gets
     * @param wanted the lab's values, with the defaults of whoever installs them
     * @param notes hears what could not be read
     */
    public static Cilium of(
            KubeApi api, CiliumState cilium, String version, Map<String, Object> wanted, List<String> notes) {
        if (cilium.absent()) {
            return Cilium.none(true, version);
        }
        Optional<HelmRelease> release = HelmRelease.of(api, cilium);
        if (release.isEmpty()) {
            notes.add("Cilium's version and values: it has no Helm release, or its Secret may not be read.");
            return Cilium.none(false, version);
        }
        List<Setting> values = differing(release.get().values(), wanted).stream()
                .filter(setting -> !atAnyAddress(setting))
                .toList();
        Map<String, Object> live = api.get(cilium.namespace().config())
                .map(config -> Tree.map(config.tree(), "data"))
                .orElse(Map.of());
        Map<String, Object> made = new LinkedHashMap<>(release.get().config());
        List<Setting> config = live.isEmpty() || made.isEmpty() ? List.of() : differing(live, made);
        return new Cilium(true, Optional.of(release.get().version()), version, values, config);
    }

    /** The address of the API server, which the cilium CLI looks up, is not the lab's to say. */
    private static boolean atAnyAddress(Setting setting) {
        return setting.lab().equals(Optional.of(CiliumDefaults.ADDRESS))
                && setting.live().isPresent();
    }

    private static List<Setting> differing(Map<String, Object> live, Map<String, Object> lab) {
        MaskedPair masked = MaskedPair.of(live, lab);
        Map<String, Object> here = Tree.leaves(masked.before());
        Map<String, Object> there = Tree.leaves(masked.after());
        TreeSet<String> paths = new TreeSet<>(here.keySet());
        paths.addAll(there.keySet());
        List<Setting> differing = new ArrayList<>();
        for (String path : paths) {
            Optional<String> one = text(here, path);
            Optional<String> other = text(there, path);
            if (!Objects.equals(one, other)) {
                differing.add(new Setting(path, one, other));
            }
        }
        return differing;
    }

    /** A map or list that is empty is a value as well. */
    private static Optional<String> text(Map<String, Object> leaves, String path) {
        return leaves.containsKey(path) ? Optional.of(String.valueOf(leaves.get(path))) : Optional.empty();
    }
}
