package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.verify.Verdict.Outcome;
import dev.labctl.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer that a pod must get, and how it asks for it. */
public sealed interface Answer {
    /** Labels of the pod that asks, in the namespace of the Service. */
    Map<String, String> from();

    /** Images have one program or the other: the commands to be tried one after the other, best first. */
    List<ProbeCommand> commands();

    /** What a run of one of these commands shows. */
    Probe.Result result(Execution run);

    /** What must be seen, in a few words. */
    String expected();

    /** The answer that is written in a {@code lab.yaml}. */
    static Optional<Answer> read(Fields fields) {
        Map<String, String> from = CheckFields.requiredLabels(fields, "from");
        Optional<Family> family = fields.text("family").flatMap(word -> CheckFields.family(word, fields, "family"));
        boolean http = fields.has("http");
        boolean dns = fields.has("dns");
        OptionalInt status = fields.count("status");
        fields.nothingElse();
        if (http == dns) {
            fields.problem("an answer needs either `http` or `dns`");
            return Optional.empty();
        }
        if (dns && status.isPresent()) {
            fields.problem("status", "`status` requires `http`");
        }
        return http ? HttpAnswer.read(from, family, status, fields) : DnsAnswer.read(from, family, fields);
    }

    /** A text that becomes an argument of a command; the reader is told what it must be. */
    static Optional<String> argument(String key, Pattern pattern, String what, Fields fields) {
        Optional<String> text = fields.requiredText(key);
        if (text.filter(pattern.asMatchPredicate().negate()).isPresent()) {
            fields.problem(key, "`" + key + "` must be " + what);
        }
        return text;
    }

    /** The status that a URL answers with, over any family or the one by which it is asked. */
    record HttpAnswer(Map<String, String> from, String url, int status, Optional<Family> family) implements Answer {
        private static final int OK = 200;

        /** It becomes an argument of a command, so it must not contain blanks or look like an option. */
        private static final Pattern URL = Pattern.compile("https?://\\S+");

        private static final Pattern CURL = Pattern.compile("(\\d{3}) (\\S*)");
        private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\S+ (\\d{3})");

        static Optional<Answer> read(
                Map<String, String> from, Optional<Family> family, OptionalInt status, Fields fields) {
            Optional<String> url =
                    Answer.argument("http", URL, "a URL such as http://web.default.svc.cluster.local/", fields);
            if (status.isPresent() && (status.getAsInt() < 100 || status.getAsInt() > 599)) {
                fields.problem("status", "`status` must be between 100 and 599");
            }
            return url.map(found -> new HttpAnswer(from, found, status.orElse(OK), family));
        }

        @Override
        public List<ProbeCommand> commands() {
            List<String> curl =
                    new ArrayList<>(List.of("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{remote_ip}"));
            curl.addAll(List.of("--max-time", ProbeCommand.TIMEOUT));
            family.ifPresent(one -> curl.add(one == Family.IPV4 ? "-4" : "-6"));
            curl.add(url);
            // BusyBox' wget has no option for the family.
            return family.isPresent()
                    ? List.of(new ProbeCommand(curl))
                    : List.of(
                            new ProbeCommand(curl),
                            ProbeCommand.of("wget", "-S", "-q", "-O", "/dev/null", "-T", ProbeCommand.TIMEOUT, url));
        }

        @Override
        public Probe.Result result(Execution run) {
            Matcher curl = CURL.matcher(run.out().strip());
            boolean byCurl = curl.matches();
            String from = byCurl && !curl.group(2).isEmpty() ? " from " + curl.group(2) : "";
            int found = byCurl ? Integer.parseInt(curl.group(1)) : lastStatus(run.err());
            if (found == 0) {
                return new Probe.Result(Outcome.NOT_YET, url + ": " + ProbeCommand.error(run));
            }
            return found == status
                    ? new Probe.Result(Outcome.HOLDS, found + from)
                    : new Probe.Result(Outcome.NOT_YET, url + ": " + found + from);
        }

        /** wget writes the status line of each redirection. */
        private static int lastStatus(String err) {
            return STATUS_LINE
                    .matcher(err)
                    .results()
                    .map(line -> Integer.parseInt(line.group(1)))
                    .reduce(0, (before, after) -> after);
        }

        @Override
        public String expected() {
            return url + " answers " + status
                    + family.map(name -> " over " + name).orElse("");
        }
    }

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

    /** A command that a pod runs to ask a Service. */
    public record ProbeCommand(List<String> argv) {
        /** In seconds: less than a probe's run may take, more than a name server's first try. */
        static final String TIMEOUT = "8";

        /** What shells and container runtimes exit with where there is no such program. */
        private static final Set<Integer> NO_PROGRAM = Set.of(126, 127);

        private static final Pattern NOT_FOUND = Pattern.compile(
                "executable file not found|no such file or directory|not found", Pattern.CASE_INSENSITIVE);

        static ProbeCommand of(String... argv) {
            return new ProbeCommand(List.of(argv));
        }

        public String program() {
            return argv.get(0);
        }

        /** Whether a run of it shows that the image does not have the program. */
        public boolean isMissing(Execution run) {
            return NO_PROGRAM.contains(run.exitCode())
                    || (run.exitCode() != 0
                            && run.out().isBlank()
                            && NOT_FOUND.matcher(run.err()).find()
                            && run.err().contains(program() + "\""));
        }

        /** The last line that a failed run wrote. */
        static String error(Execution run) {
            String text = run.err().isBlank() ? run.out() : run.err();
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((before, after) -> after)
                    .orElse("no answer");
        }
    }
}
