package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.lab.CiliumKind;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.workload.CiliumAddon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Cilium's chart makes of Helm values, as far as addresses depend on it or labctl reads it (Cilium 1.18 {@code
 * install/kubernetes/cilium}, above all {@code templates/cilium-configmap.yaml}). Pure.
 *
 * @param values with what the cilium CLI adds to them
 * @param version of Cilium, without a leading {@code v}
 */
public record CiliumChart(Map<String, Object> values, String version) {
    /** All objects of the release but Helm's own record of it. */
    List<Map<String, Object>> objects() {
        long operators = Tree.number(values, "operator", "replicas").orElse(2L);
        Map<String, String> words = Map.of(
                "version",
                version,
                "operators",
                Long.toString(operators),
                "operatorsMissing",
                operators == 1 ? "100%" : "50%",
                "operator",
                on(false, "eni", "enabled") ? "operator-aws" : "operator-generic");
        List<Map<String, Object>> objects = new ArrayList<>(Resources.objects("cilium.yaml", words));
        objects.add(new TreeBuilder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata.name", "cilium-config")
                .put("metadata.namespace", "kube-system")
                .put("data", config())
                .build());
        if (on(true, "envoy", "enabled")) {
            objects.addAll(Resources.objects("cilium-envoy.yaml", words));
        }
        objects.addAll(CiliumAddon.objects(values, version));
        return objects;
    }

    private boolean on(boolean otherwise, String... path) {
        return Tree.flag(values, path).orElse(otherwise);
    }

    /** The settings that agents and operator start with. */
    Map<String, String> config() {
        IpamSettings ipam = IpamSettings.ofValues(values);
        Infrastructure infrastructure = Infrastructure.ofValues(values);
        Map<String, String> config = new TreeMap<>();
        config.put("ipam", ipam.mode());
        for (Family family : Family.values()) {
            config.put(
                    "enable-" + family.key(), Boolean.toString(ipam.families().contains(family)));
        }
        config.put("enable-envoy-config", Boolean.toString(infrastructure.ingress()));
        config.putAll(CiliumKind.settings(values));
        config.put("enable-endpoint-health-checking", Boolean.toString(infrastructure.health()));
        for (String[] setting : Resources.table("cilium-config.csv")) {
            Tree.text(values, setting[1].split("\\.", -1))
                    .or(() -> Optional.of(setting[2]).filter(value -> !value.isEmpty()))
                    .ifPresent(value -> config.put(setting[0], value));
        }
        if (ipam.is(IpamMode.ENI)) {
            eni(config);
        }
        ipam.pools().forEach((family, pool) -> put(config, family, pool));
        pools().ifPresent(pools -> config.put("auto-create-cilium-pod-ip-pools", pools));
        Tree.map(values, "extraConfig").forEach((key, value) -> config.put(key, String.valueOf(value)));
        return config;
    }

    /** What the chart sets of its own accord in mode eni. */
    private void eni(Map<String, String> config) {
        config.put("enable-ipv4-masquerade", Boolean.toString(on(false, "enableIPv4Masquerade")));
        config.put("enable-endpoint-routes", "true");
        if (on(false, "eni", "awsEnablePrefixDelegation")) {
            config.put("aws-enable-prefix-delegation", "true");
        }
    }

    private static void put(Map<String, String> config, Family family, ClusterPool pool) {
        String prefix = "cluster-pool-" + family.key();
        config.put(prefix + "-cidr", String.join(" ", pool.cidrs()));
        config.put(prefix + "-mask-size", Integer.toString(pool.maskSize()));
    }

    /** {@code default=ipv4-cidrs:10.10.0.0/16;ipv4-mask-size:27}; the pools with a space between them. */
    private Optional<String> pools() {
        Map<String, Object> pools = Tree.map(values, "ipam", "operator", "autoCreateCiliumPodIPPools");
        if (!Tree.has(values, "multi-pool", "ipam", "mode") || pools.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(pools.entrySet().stream()
                .map(pool -> pool.getKey() + "=" + parts(pool.getValue()))
                .collect(Collectors.joining(" ")));
    }

    private static String parts(Object pool) {
        return Stream.of(Family.values())
                .filter(family -> !Tree.list(pool, family.key(), "cidrs").isEmpty())
                .map(family -> family.key() + "-cidrs:" + cidrs(pool, family) + ";" + family.key() + "-mask-size:"
                        + Tree.text(pool, family.key(), "maskSize").orElse(""))
                .collect(Collectors.joining(";"));
    }

    private static String cidrs(Object pool, Family family) {
        return Tree.list(pool, family.key(), "cidrs").stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
