package dev.labctl.verify;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation.Answer;
import dev.labctl.lab.Expectation.Dns;
import dev.labctl.lab.Expectation.Http;
import dev.labctl.lab.Expectation.Service;
import dev.labctl.lab.Range;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds a Service against what is expected of it: first what can be read of it, then what it answers. */
final class ServiceCheck {
    private final Service expected;
    private final VerificationContext scene;
    private final ObjectRef ref;
    private final Findings findings = new Findings();

    private ServiceCheck(Service expected, VerificationContext scene) {
        this.expected = expected;
        this.scene = scene;
        this.ref = VerificationContext.service(expected.namespace(), expected.name());
    }

    static Findings judge(Service expected, VerificationContext scene) {
        ServiceCheck judge = new ServiceCheck(expected, scene);
        judge.standing();
        expected.answers().forEach(judge::answer);
        return judge.findings;
    }

    /** What is to be asked: nothing while there is nothing that could answer. */
    static List<Question> questions(Service expected, VerificationContext scene) {
        ServiceCheck judge = new ServiceCheck(expected, scene);
        judge.standing();
        return judge.findings.hold()
                ? expected.answers().stream()
                        .filter(answer -> judge.asking(answer).isPresent())
                        .map(answer -> new Question(judge.ref, answer))
                        .toList()
                : List.of();
    }

    private void standing() {
        Optional<KubeObject> service = scene.seen().find(ref);
        if (service.isEmpty()) {
            findings.broken("there is no " + ref, ref);
            return;
        }
        families(service.get());
        clusterIps(service.get());
        expected.endpoints().ifPresent(wanted -> endpoints(service.get(), wanted));
        if (findings.seen().isEmpty() && expected.answers().isEmpty()) {
            findings.holds("it is there");
        }
    }

    private static List<String> texts(KubeObject service, String key) {
        return service.list("spec", key).stream().map(String::valueOf).toList();
    }

    private void families(KubeObject service) {
        if (expected.families().isEmpty()) {
            return;
        }
        List<String> has = texts(service, "ipFamilies");
        if (!has.equals(expected.families().stream().map(Family::toString).toList())) {
            findings.broken("its families are " + String.join(", ", has), ref);
        }
    }

    private void clusterIps(KubeObject service) {
        List<String> ips = texts(service, "clusterIPs").stream()
                .filter(ip -> !ip.equals("None"))
                .toList();
        if (!expected.clusterIps().isEmpty() && ips.isEmpty()) {
            findings.broken("it has no cluster IP", ref);
            return;
        }
        ips.stream()
                .filter(ip -> !expected.clusterIps().isEmpty())
                .filter(ip -> expected.clusterIps().stream().noneMatch(cidr -> cidr.contains(IpAddress.parse(ip))))
                .forEach(ip -> findings.broken("its cluster IP " + ip + " is in none of them", ref));
        boolean asked = !expected.clusterIps().isEmpty() || !expected.families().isEmpty();
        if (asked && !ips.isEmpty()) {
            findings.holds(String.join(", ", ips));
        }
    }

    private void endpoints(KubeObject service, Range wanted) {
        Map<String, String> selector = service.texts("spec", "selector");
        Makers makers = Makers.of(scene, expected.namespace(), selector);
        for (String family : texts(service, "ipFamilies")) {
            int ready = ready(family);
            if (wanted.contains(ready)) {
                findings.holds(ready + " " + family + (ready == 1 ? " endpoint" : " endpoints"));
                continue;
            }
            String seen = ready + " " + family + " endpoints ready";
            boolean never = makers.counted() && !wanted.contains((int) makers.wanted());
            if (!selector.isEmpty() && makers.none()) {
                findings.broken(seen + ": nothing makes pods with " + words(selector), ref);
            } else if (!selector.isEmpty() && never) {
                findings.broken(seen + ": " + makers.asks(), makers.refs());
            } else {
                findings.notYet(seen, ref);
            }
        }
    }

    /** {@code ready} is true or not said where an endpoint takes traffic (discovery.k8s.io/v1, "EndpointConditions"). */
    private int ready(String family) {
        return (int) scene.seen().list("EndpointSlice").stream()
                .filter(slice ->
                        slice.namespace().filter(expected.namespace()::equals).isPresent())
                .filter(slice -> expected.name().equals(slice.labels().get("kubernetes.io/service-name")))
                .filter(slice ->
                        slice.text("addressType").filter(family::equals).isPresent())
                .flatMap(slice -> slice.list("endpoints").stream())
                .filter(endpoint -> Tree.flag(endpoint, "conditions", "ready").orElse(true))
                .count();
    }

    /** The pod that can ask: ready ones can. */
    private Optional<KubeObject> asking(Answer answer) {
        return Verifier.asking(scene.seen(), expected.namespace(), answer);
    }

    private void answer(Answer answer) {
        Reply reply = scene.replies().get(new Question(ref, answer));
        if (reply != null) {
            findings.add(reply.outcome(), reply.seen(), ref);
        } else if (asking(answer).isPresent()) {
            findings.notYet("not asked yet", ref);
        } else if (Makers.of(scene, expected.namespace(), answer.from()).none()) {
            findings.broken("there is no pod with " + words(answer.from()) + " that could ask");
        } else {
            findings.notYet("no pod with " + words(answer.from()) + " is ready to ask");
        }
    }

    static String words(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** What must be seen, in a few words. */
    static String words(Service service) {
        List<String> parts = new ArrayList<>();
        if (!service.families().isEmpty()) {
            parts.add("cluster IPs of "
                    + service.families().stream().map(Family::toString).collect(Collectors.joining(", then ")));
        }
        if (!service.clusterIps().isEmpty()) {
            parts.add("in " + service.clusterIps().stream().map(Cidr::toString).collect(Collectors.joining(" or ")));
        }
        service.endpoints().ifPresent(range -> parts.add(range + " endpoints ready in each family"));
        service.answers().forEach(answer -> parts.add(words(answer)));
        return parts.isEmpty() ? "it is there" : String.join(", ", parts);
    }

    private static String words(Answer answer) {
        String family = answer.family().map(name -> " over " + name).orElse("");
        if (answer instanceof Http http) {
            return http.url() + " answers " + http.status() + family;
        }
        Dns dns = (Dns) answer;
        return dns.name() + " has an " + dns.family().map(Family::toString).orElse("IP") + " address";
    }
}
