package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.verify.Verdict.Outcome;
import dev.labctl.yaml.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** That a name has an address, of any family or of the one that is asked for. */
record DnsAnswer(Map<String, String> from, String name, Optional<Family> family) implements Answer {
    /** Nothing that a client would take for an option. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

    private static final Pattern WORD = Pattern.compile("[0-9a-fA-F.:]+");

    static Optional<Answer> read(Map<String, String> from, Optional<Family> family, Fields fields) {
        return Answer.argument("dns", NAME, "a name such as web.default.svc.cluster.local", fields)
                .map(name -> new DnsAnswer(from, name, family));
    }

    @Override
    public List<ProbeCommand> commands() {
        if (family.isEmpty()) {
            return List.of(ProbeCommand.of("getent", "ahosts", name), ProbeCommand.of("nslookup", name + "."));
        }
        boolean ipv4 = family.get() == Family.IPV4;
        return List.of(
                ProbeCommand.of("nslookup", ipv4 ? "-type=a" : "-type=aaaa", name + "."),
                ProbeCommand.of("getent", ipv4 ? "ahostsv4" : "ahostsv6", name));
    }

    @Override
    public Probe.Result result(Execution run) {
        Optional<IpAddress> address = run.exitCode() == 0 ? address(run.out()) : Optional.empty();
        return address.map(found -> new Probe.Result(Outcome.HOLDS, name + " is " + found))
                .orElseGet(() -> new Probe.Result(Outcome.NOT_YET, name + ": " + ProbeCommand.error(run)));
    }

    /** The name's address: what nslookup writes before the name is the address of the name server. */
    private Optional<IpAddress> address(String out) {
        int start = out.indexOf(name);
        if (start < 0) {
            return Optional.empty();
        }
        return WORD.matcher(out.contains("Server:") ? out.substring(start) : out)
                .results()
                .map(MatchResult::group)
                .flatMap(word -> IpAddress.read(word).stream())
                .filter(found -> family.filter(one -> one != found.family()).isEmpty())
                .findFirst();
    }

    @Override
    public String expected() {
        return name + " has an " + family.map(Family::toString).orElse("IP") + " address";
    }
}
