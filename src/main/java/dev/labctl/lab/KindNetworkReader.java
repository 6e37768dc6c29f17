package dev.labctl.lab;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.yaml.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code networking} of {@code kind.yaml}, and refuses what kind refuses (kind 0.33 {@code
 * pkg/internal/apis/config/validate.go}).
 */
record KindNetworkReader(Fields fields) {
    private static final List<String> PROXY_MODES = List.of("iptables", "ipvs", "nftables", "none");

    /** What labctl uses of it; an {@code apiServerPort} of -1 or 0 is left to the container engine or to kind. */
    record Network(IpFamily ipFamily, boolean kubeProxy, OptionalInt apiServerPort) {
        static final Network DEFAULT = new Network(IpFamily.IPV4, true, OptionalInt.empty());
    }

    Network read() {
        fields.text("apiServerAddress");
        fields.flag("disableDefaultCNI");
        fields.items("dnsSearch");
        IpFamily family = fields.text("ipFamily").orElse("").isEmpty()
                ? IpFamily.IPV4
                : fields.choice("ipFamily", IpFamily.class).orElse(IpFamily.IPV4);
        subnet("podSubnet", family);
        subnet("serviceSubnet", family);
        String proxy = fields.text("kubeProxyMode").orElse("");
        if (!proxy.isEmpty()) {
            fields.choice("kubeProxyMode", PROXY_MODES);
        }
        OptionalInt port = fields.number("apiServerPort", -1, KindFileReader.MAX_PORT);
        fields.nothingElse();
        return new Network(family, !proxy.equals("none"), port);
    }

    private void subnet(String key, IpFamily family) {
        fields.text(key).filter(text -> !text.isEmpty()).ifPresent(text -> {
            try {
                families(key, ClusterSubnets.read(text), family);
            } catch (IllegalArgumentException e) {
                fields.problem(key, "`" + key + "`: " + e.getMessage());
            }
        });
    }

    /** A cluster has one range of each of its families at most. */
    private void families(String key, List<Cidr> subnets, IpFamily family) {
        Set<Family> free = EnumSet.copyOf(family.families());
        for (Cidr subnet : subnets) {
            if (!free.remove(subnet.family())) {
                String why = family.families().contains(subnet.family())
                        ? "a second range of " + subnet.family()
                        : subnet.family() + ", but the cluster's ipFamily is " + family.word();
                fields.problem(key, "`" + key + "`: " + subnet + " is " + why);
            }
        }
    }
}
