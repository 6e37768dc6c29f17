package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.verify.Verdict.Outcome;
import dev.labctl.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status that a URL answers with, over any family or the one by which it is asked. */
record HttpAnswer(Map<String, String> from, String url, int status, Optional<Family> family) implements Answer {
    private static final int OK = 200;

    /** It becomes an argument of a command, so it must not contain blanks or look like an option. */
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private static final Pattern CURL = Pattern.compile("(\\d{3}) (\\S*)");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\S+ (\\d{3})");

    static Optional<Answer> read(Map<String, String> from, Optional<Family> family, OptionalInt status, Fields fields) {
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
        return url + " answers " + status + family.map(name -> " over " + name).orElse("");
    }
}
