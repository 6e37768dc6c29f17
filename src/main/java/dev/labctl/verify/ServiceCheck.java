package dev.labctl.verify;

import dev.labctl.cluster.Kind;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabState;
import dev.labctl.lab.Range;
import dev.labctl.tree.Tree;
import dev.labctl.verify.VerificationContext.PodOwners;
import dev.labctl.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Service: first what can be read of it, then what it answers.
 *
 * @param families of its cluster IPs, the primary one first; none where they do not matter
 * @param clusterIps each cluster IP is in one of these; none where they do not matter
 * @param endpoints how many are ready, in each family
 */
record ServiceCheck(
        String namespace,
        String name,
        List<Family> families,
        List<Cidr> clusterIps,
        Optional<Range> endpoints,
        List<Answer> answers)
        implements Check {
    static Check read(Fields fields) {
        List<Answer> answers = fields.mappings("answers", "an answer").stream()
                .flatMap(answer -> Answer.read(answer).stream())
                .toList();
        return new ServiceCheck(
                fields.text("namespace").orElse("default"),
                fields.requiredText("name").orElse(""),
                CheckFields.families(fields, "families"),
                CheckFields.cidrs(fields, "clusterIPs"),
                CheckFields.range(fields, "endpoints"),
                answers);
    }

    private ObjectRef ref() {
        return Kind.SERVICE.ref(namespace, name);
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        configuration(context, findings);
        answers.forEach(answer -> answer(answer, context, findings));
    }

    @Override
    public List<Probe> probes(VerificationContext context) {
        Findings findings = new Findings();
        configuration(context, findings);
        return findings.hold()
                ? answers.stream()
                        .map(answer -> new Probe(ref(), answer))
                        .filter(probe -> probe.client(context.cluster()).isPresent())
                        .toList()
                : List.of();
    }

    private void configuration(VerificationContext context, Findings findings) {
        Optional<KubeObject> service = context.cluster().find(ref());
        if (service.isEmpty()) {
            findings.broken("there is no " + ref(), ref());
            return;
        }
        families(service.get(), findings);
        clusterIps(service.get(), findings);
        endpoints.ifPresent(wanted -> endpoints(service.get(), wanted, context, findings));
        if (findings.seen().isEmpty() && answers.isEmpty()) {
            findings.holds("it is there");
        }
    }

    private static List<String> texts(KubeObject service, String key) {
        return service.list("spec", key).stream().map(String::valueOf).toList();
    }

    private void families(KubeObject service, Findings findings) {
        List<String> has = texts(service, "ipFamilies");
        if (!families.isEmpty()
                && !has.equals(families.stream().map(Family::toString).toList())) {
            findings.broken("its families are " + String.join(", ", has), ref());
        }
    }

    private void clusterIps(KubeObject service, Findings findings) {
        List<String> ips = texts(service, "clusterIPs").stream()
                .filter(ip -> !ip.equals("None"))
                .toList();
        if (!clusterIps.isEmpty() && ips.isEmpty()) {
            findings.broken("it has no cluster IP", ref());
            return;
        }
        ips.stream()
                .filter(ip -> !clusterIps.isEmpty() && !isExpected(ip))
                .forEach(ip -> findings.broken("its cluster IP is " + ip, ref()));
        if (!ips.isEmpty() && !(clusterIps.isEmpty() && families.isEmpty())) {
            findings.holds(String.join(", ", ips));
        }
    }

    private boolean isExpected(String ip) {
        return IpAddress.read(ip)
                .filter(address -> clusterIps.stream().anyMatch(cidr -> cidr.contains(address)))
                .isPresent();
    }

    private void endpoints(KubeObject service, Range wanted, VerificationContext context, Findings findings) {
        Map<String, String> selector = service.texts("spec", "selector");
        PodOwners owners = context.owners(namespace, selector);
        for (String family : texts(service, "ipFamilies")) {
            int ready = ready(family, context);
            String seen = ready + " " + family + (ready == 1 ? " endpoint" : " endpoints");
            if (wanted.contains(ready)) {
                findings.holds(seen);
            } else if (!selector.isEmpty() && owners.none()) {
                findings.broken(seen + " ready: no workload creates pods with " + CheckFields.words(selector), ref());
            } else if (!selector.isEmpty() && owners.isCounted() && !wanted.contains(owners.wanted())) {
                findings.broken(seen + " ready: " + owners.words(), owners.refs());
            } else {
                findings.notYet(seen + " ready", ref());
            }
        }
    }

    /** {@code ready} is true or missing where an endpoint takes traffic (discovery.k8s.io/v1, "EndpointConditions"). */
    private int ready(String family, VerificationContext context) {
        return (int) context.cluster().observation().list("EndpointSlice").stream()
                .filter(slice -> slice.isIn(namespace))
                .filter(slice -> name.equals(slice.labels().get("kubernetes.io/service-name")))
                .filter(slice -> slice.has(family, "addressType"))
                .flatMap(slice -> slice.list("endpoints").stream())
                .filter(endpoint -> Tree.flag(endpoint, "conditions", "ready").orElse(true))
                .count();
    }

    private void answer(Answer answer, VerificationContext context, Findings findings) {
        Probe probe = new Probe(ref(), answer);
        String client = "pod with " + CheckFields.words(answer.from());
        Probe.Result result = context.results().get(probe);
        if (result != null) {
            findings.add(result.outcome(), result.seen(), ref());
        } else if (probe.client(context.cluster()).isPresent()) {
            findings.notYet("not asked yet", ref());
        } else if (context.owners(namespace, answer.from()).none()) {
            findings.broken("there is no " + client + " that could ask");
        } else {
            findings.notYet("no " + client + " is ready to ask");
        }
    }

    @Override
    public String expected(LabState state) {
        List<String> parts = new ArrayList<>();
        if (!families.isEmpty()) {
            parts.add("cluster IPs: " + CheckFields.join(families, ", then "));
        }
        if (!clusterIps.isEmpty()) {
            parts.add("in " + CheckFields.join(clusterIps, " or "));
        }
        endpoints.ifPresent(range -> parts.add(range + " endpoints ready in each family"));
        answers.forEach(answer -> parts.add(answer.expected()));
        return parts.isEmpty() ? "it is there" : String.join(", ", parts);
    }
}
