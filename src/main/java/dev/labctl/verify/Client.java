package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.Execution;
import dev.labctl.lab.Expectation.Answer;
import dev.labctl.lab.Expectation.Dns;
import dev.labctl.lab.Expectation.Http;
import dev.labctl.verify.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs that pods ask with. Images have one or the other, so there are several for each question, best first.
 *
 * @param argv what is run
 */
public record Client(List<String> argv) {
    /** In seconds: less than the time that one look may take, more than a name server's first try. */
    private static final String PATIENCE = "8";

    /** What shells and container runtimes say where there is no such program. */
    private static final Set<Integer> NO_PROGRAM = Set.of(126, 127);

    private static final Pattern NOT_FOUND =
            Pattern.compile("executable file not found|no such file or directory|not found", Pattern.CASE_INSENSITIVE);
    private static final Pattern CURLED = Pattern.compile("(\\d{3}) (\\S*)");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\S+ (\\d{3})");
    private static final Pattern WORD = Pattern.compile("[0-9a-fA-F.:]+");

    public Client {
        argv = List.copyOf(argv);
    }

    /** The clients for a question, to be tried one after the other. */
    public static List<Client> of(Answer answer) {
        return answer instanceof Http http ? http(http) : dns((Dns) answer);
    }

    private static List<Client> http(Http http) {
        List<String> curl = new ArrayList<>(
                List.of("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{remote_ip}", "--max-time", PATIENCE));
        http.family().ifPresent(family -> curl.add(family == Family.IPV4 ? "-4" : "-6"));
        curl.add(http.url());
        if (http.family().isPresent()) {
            // BusyBox' wget cannot be told which family to take.
            return List.of(new Client(curl));
        }
        return List.of(
                new Client(curl),
                new Client(List.of("wget", "-S", "-q", "-O", "/dev/null", "-T", PATIENCE, http.url())));
    }

    private static List<Client> dns(Dns dns) {
        String type = dns.family().filter(family -> family == Family.IPV4).isPresent() ? "a" : "aaaa";
        String database = dns.family()
                .map(family -> family == Family.IPV4 ? "ahostsv4" : "ahostsv6")
                .orElse("ahosts");
        Client getent = new Client(List.of("getent", database, dns.name()));
        return dns.family().isEmpty()
                ? List.of(getent, new Client(List.of("nslookup", dns.name() + ".")))
                : List.of(new Client(List.of("nslookup", "-type=" + type, dns.name() + ".")), getent);
    }

    public String program() {
        return argv.get(0);
    }

    /** What a run of this client tells; empty where the image does not have it. */
    public Optional<Reply> reply(Answer answer, Execution run) {
        boolean missing = NO_PROGRAM.contains(run.exitCode())
                || (run.exitCode() != 0
                        && run.out().isBlank()
                        && NOT_FOUND.matcher(run.err()).find()
                        && run.err().contains(program() + "\""));
        if (missing) {
            return Optional.empty();
        }
        return Optional.of(answer instanceof Http http ? answered(http, run) : resolved((Dns) answer, run));
    }

    private static Reply answered(Http http, Execution run) {
        Matcher curled = CURLED.matcher(run.out().strip());
        Matcher line = STATUS_LINE.matcher(run.err());
        int status = 0;
        String from = "";
        if (curled.matches()) {
            status = Integer.parseInt(curled.group(1));
            from = curled.group(2).isEmpty() ? "" : " from " + curled.group(2);
        } else {
            while (line.find()) {
                status = Integer.parseInt(line.group(1));
            }
        }
        if (status == 0) {
            return Reply.notYet(http.url() + ": " + complaint(run));
        }
        return status == http.status()
                ? new Reply(Outcome.HOLDS, status + from)
                : Reply.notYet(http.url() + ": " + status + from);
    }

    private static Reply resolved(Dns dns, Execution run) {
        Optional<IpAddress> address = run.exitCode() == 0 ? address(dns, run.out()) : Optional.empty();
        return address.map(found -> new Reply(Outcome.HOLDS, dns.name() + " is " + found))
                .orElseGet(() -> Reply.notYet(dns.name() + ": " + complaint(run)));
    }

    /** The name's address: what stands before the name, as that of the name server does, is none. */
    private static Optional<IpAddress> address(Dns dns, String out) {
        int name = out.indexOf(dns.name());
        String told = out.contains("Server:") ? out.substring(Math.max(0, name)) : out;
        if (name < 0) {
            return Optional.empty();
        }
        Matcher word = WORD.matcher(told);
        while (word.find()) {
            Optional<IpAddress> address = parsed(word.group()).filter(one -> dns.family()
                    .filter(family -> family != one.family())
                    .isEmpty());
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    private static Optional<IpAddress> parsed(String text) {
        try {
            return Optional.of(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String complaint(Execution run) {
        String text = run.err().isBlank() ? run.out() : run.err();
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((one, other) -> other)
                .orElse("no answer");
    }
}
