package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the API server checks of a Service, and of the addresses and ports that it asks for (Kubernetes 1.33 {@code
 * ValidateService}, {@code pkg/registry/core/service}). Pure.
 */
final class ServiceRules {
    private static final long FIRST_NODE_PORT = 30_000;
    private static final long LAST_NODE_PORT = 32_767;
    private static final long LAST_PORT = 65_535;
    private static final String NONE = "None";

    private final KubeObject service;
    private final String type;
    private final List<Cidr> subnets;
    private final List<String> problems = new ArrayList<>();

    private ServiceRules(KubeObject service, List<Cidr> subnets) {
        this.service = service;
        this.type = service.text("spec", "type").orElse("ClusterIP");
        this.subnets = subnets;
    }

    /**
     * What is wrong with a Service.
     *
     * @param others all other Services
     * @param subnets of the cluster's Services, the primary one first
     */
    static List<String> problems(
            KubeObject service, Optional<KubeObject> before, List<KubeObject> others, List<Cidr> subnets) {
        ServiceRules rules = new ServiceRules(service, subnets);
        rules.ports();
        rules.form();
        rules.families();
        before.ifPresent(rules::change);
        // Addresses and ports are taken last, and only for a Service that is in order.
        if (rules.problems.isEmpty()) {
            rules.address(others);
            rules.nodePorts(others);
        }
        return rules.problems;
    }

    private String clusterIp() {
        return service.text("spec", "clusterIP")
                .filter(ip -> !ip.isEmpty())
                .or(() ->
                        service.list("spec", "clusterIPs").stream().findFirst().map(String::valueOf))
                .orElse("");
    }

    private void ports() {
        List<Object> ports = service.list("spec", "ports");
        if (ports.isEmpty() && !clusterIp().equals(NONE) && !type.equals("ExternalName")) {
            problems.add("spec.ports: Required value");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String field = "spec.ports[" + i + "].";
            Object port = ports.get(i);
            String name = Tree.text(port, "name").orElse("");
            if (name.isEmpty() && ports.size() > 1) {
                problems.add(field + "name: Required value");
            } else if (!name.isEmpty() && !names.add(name)) {
                problems.add(field + "name: Duplicate value: " + GoText.quoted(name));
            }
            long number = Tree.number(port, "port").orElse(0L);
            inRange(field + "port", number);
            target(field + "targetPort", Tree.at(port, "targetPort").orElse(number));
            if (type.equals("ClusterIP") && Tree.number(port, "nodePort").orElse(0L) != 0) {
                problems.add(field + "nodePort: Forbidden: may not be used when `type` is 'ClusterIP'");
            }
        }
    }

    private void inRange(String field, long number) {
        if (number < 1 || number > LAST_PORT) {
            problems.add(field + ": Invalid value: " + number + ": must be between 1 and 65535, inclusive");
        }
    }

    private void target(String field, Object target) {
        if (target instanceof Number number) {
            if (number.longValue() != 0) {
                inRange(field, number.longValue());
            }
        } else {
            String name = String.valueOf(target);
            Formats.portName(name)
                    .forEach(why -> problems.add(field + ": Invalid value: " + GoText.quoted(name) + ": " + why));
        }
    }

    private void form() {
        String ip = clusterIp();
        if (type.equals("ExternalName")) {
            String name = service.text("spec", "externalName").orElse("");
            if (name.isEmpty()) {
                problems.add("spec.externalName: Required value");
            } else {
                Formats.problems("subdomain", name)
                        .forEach(why ->
                                problems.add("spec.externalName: Invalid value: " + GoText.quoted(name) + ": " + why));
            }
            if (!ip.isEmpty()) {
                problems.add("spec.clusterIPs: Forbidden: may not be set for ExternalName services");
            }
        } else if (ip.equals(NONE) && !type.equals("ClusterIP")) {
            problems.add(
                    "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for " + type + " services");
        } else if (!ip.isEmpty() && !ip.equals(NONE)) {
            Formats.problems("address", ip)
                    .forEach(why ->
                            problems.add("spec.clusterIPs[0]: Invalid value: " + GoText.quoted(ip) + ": " + why));
        }
        boolean external = type.equals("LoadBalancer") || type.equals("NodePort");
        Optional<String> policy = service.text("spec", "externalTrafficPolicy");
        if (!external
                && policy.isPresent()
                && service.list("spec", "externalIPs").isEmpty()) {
            problems.add("spec.externalTrafficPolicy: Invalid value: " + GoText.quoted(policy.get())
                    + ": may only be set for externally-accessible services");
        }
        if (!type.equals("LoadBalancer")
                && service.text("spec", "loadBalancerClass").isPresent()) {
            problems.add("spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'");
        }
    }

    private void families() {
        List<String> wanted =
                service.list("spec", "ipFamilies").stream().map(String::valueOf).toList();
        Set<String> known =
                subnets.stream().map(subnet -> subnet.family().toString()).collect(Collectors.toSet());
        for (int i = 0; i < wanted.size(); i++) {
            String field = "spec.ipFamilies[" + i + "]: ";
            boolean family =
                    Set.of(Family.IPV4.toString(), Family.IPV6.toString()).contains(wanted.get(i));
            boolean spare = i > 0 && service.has("PreferDualStack", "spec", "ipFamilyPolicy");
            if (wanted.subList(0, i).contains(wanted.get(i))) {
                problems.add(field + "Duplicate value: " + GoText.quoted(wanted.get(i)));
            } else if (family && !known.contains(wanted.get(i)) && !spare) {
                problems.add(
                        field + "Invalid value: " + GoText.quoted(wanted.get(i)) + ": not configured on this cluster");
            }
        }
        if (known.size() < 2 && service.has("RequireDualStack", "spec", "ipFamilyPolicy")) {
            problems.add("spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for"
                    + " dual-stack services");
        }
    }

    private void change(KubeObject before) {
        String ip = clusterIp();
        String old = before.text("spec", "clusterIP").orElse("");
        if (!ip.isEmpty() && !old.isEmpty() && !ip.equals(old) && !type.equals("ExternalName")) {
            problems.add(
                    "spec.clusterIPs[0]: Invalid value: []string{" + GoText.quoted(ip) + "}: may not change once set");
        }
    }

    private void address(List<KubeObject> others) {
        String text = clusterIp();
        Optional<IpAddress> ip = IpAddress.read(text);
        if (ip.isEmpty()) {
            return;
        }
        String start = "spec.clusterIPs: Invalid value: []string{" + GoText.quoted(text) + "}: failed to allocate IP "
                + text + ": ";
        Optional<Cidr> subnet = subnets.stream()
                .filter(one -> one.family() == ip.get().family())
                .findFirst();
        if (subnet.filter(one -> !one.contains(ip.get())).isPresent()) {
            problems.add(start + "the provided network does not match the current range");
        } else if (others.stream().anyMatch(other -> other.has(text, "spec", "clusterIP"))) {
            problems.add(start + "provided IP is already allocated");
        }
    }

    private void nodePorts(List<KubeObject> others) {
        Set<String> used = others.stream()
                .flatMap(other -> other.list("spec", "ports").stream())
                .map(ServiceRules::nodePort)
                .collect(Collectors.toSet());
        List<Object> ports = service.list("spec", "ports");
        for (int i = 0; i < ports.size(); i++) {
            long port = Tree.number(ports.get(i), "nodePort").orElse(0L);
            String start = "spec.ports[" + i + "].nodePort: Invalid value: " + port + ": ";
            if (port != 0 && (port < FIRST_NODE_PORT || port > LAST_NODE_PORT)) {
                problems.add(start + "provided port is not in the valid range. The range of valid ports is "
                        + FIRST_NODE_PORT + "-" + LAST_NODE_PORT);
            } else if (port != 0 && !used.add(nodePort(ports.get(i)))) {
                problems.add(start + "provided port is already allocated");
            }
        }
    }

    private static String nodePort(Object port) {
        return Objects.toString(Tree.number(port, "nodePort").orElse(0L)) + "/"
                + Tree.text(port, "protocol").orElse("TCP");
    }
}
