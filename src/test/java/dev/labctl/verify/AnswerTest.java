package dev.labctl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.verify.Answer.DnsAnswer;
import dev.labctl.verify.Answer.HttpAnswer;
import dev.labctl.verify.Answer.ProbeCommand;
import dev.labctl.verify.Verdict.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How pods ask, and what the programs that they ask with say. */
class AnswerTest {
    private static final String NAME = "web.default.svc.cluster.local";

    private static Answer http(int status, Family... family) {
        return new HttpAnswer(
                Map.of("app", "client"),
                "http://" + NAME + "/",
                status,
                List.of(family).stream().findFirst());
    }

    private static Answer dns(Family... family) {
        return new DnsAnswer(
                Map.of("app", "client"), NAME, List.of(family).stream().findFirst());
    }

    private static Optional<Probe.Result> reply(Answer answer, int client, int exitCode, String out, String err) {
        Execution run = new Execution(exitCode, out, err);
        return answer.commands().get(client).isMissing(run) ? Optional.empty() : Optional.of(answer.result(run));
    }

    @Test
    void theFamilyIsAnOptionOfCurlAlone() {
        assertThat(http(200, Family.IPV6).commands()).singleElement().satisfies(client -> assertThat(client.argv())
                .startsWith("curl")
                .contains("-6")
                .endsWith("http://" + NAME + "/"));
        assertThat(http(200, Family.IPV4).commands().get(0).argv()).contains("-4");
        assertThat(http(200).commands()).extracting(ProbeCommand::program).containsExactly("curl", "wget");
    }

    @Test
    void namesAreLookedUpInTheFamilyThatIsAskedFor() {
        assertThat(dns(Family.IPV6).commands())
                .extracting(ProbeCommand::argv)
                .containsExactly(List.of("nslookup", "-type=aaaa", NAME + "."), List.of("getent", "ahostsv6", NAME));
        assertThat(dns(Family.IPV4).commands())
                .extracting(ProbeCommand::argv)
                .containsExactly(List.of("nslookup", "-type=a", NAME + "."), List.of("getent", "ahostsv4", NAME));
        assertThat(dns().commands()).extracting(ProbeCommand::program).containsExactly("getent", "nslookup");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|0|200 fd00:10:96::7|''|HOLDS|200 from fd00:10:96::7",
                "404|0|404 10.96.0.7|''|HOLDS|404 from 10.96.0.7",
                "200|0|503 10.96.0.7|''|NOT_YET|: 503 from 10.96.0.7",
                "200|6|000 |curl: (6) Could not resolve host: web|NOT_YET|: curl: (6) Could not resolve host: web",
                "200|28|000 |curl: (28) Operation timed out|NOT_YET|: curl: (28) Operation timed out",
                "200|1|''|''|NOT_YET|: no answer"
            })
    void whatCurlSays(int status, int exitCode, String out, String err, Outcome outcome, String seen) {
        Probe.Result reply = reply(http(status), 0, exitCode, out, err).orElseThrow();

        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.seen()).endsWith(seen);
    }

    @Test
    void whatWgetSays() {
        String headers = "  HTTP/1.1 301 Moved\n  Location: /x\n  HTTP/1.1 200 OK\n  Connection: close\n";

        assertThat(reply(http(200), 1, 0, "", headers)).contains(new Probe.Result(Outcome.HOLDS, "200"));
        assertThat(reply(http(200), 1, 1, "", "  HTTP/1.1 503 Busy\nwget: server returned error: HTTP/1.1 503 Busy\n"))
                .hasValueSatisfying(reply -> assertThat(reply.seen()).endsWith(": 503"));
        assertThat(reply(http(200), 1, 1, "", "wget: bad address 'web'"))
                .hasValueSatisfying(reply -> assertThat(reply.seen()).endsWith("wget: bad address 'web'"));
    }

    @Test
    void whatNslookupSays() {
        String server = "Server:\t\tfd00:10:96::a\nAddress:\tfd00:10:96::a#53\n\n";

        assertThat(reply(dns(Family.IPV6), 0, 0, server + "Name:\t" + NAME + "\nAddress: fd00:10:96::7\n\n", ""))
                .contains(new Probe.Result(Outcome.HOLDS, NAME + " is fd00:10:96::7"));
        assertThat(reply(dns(Family.IPV6), 0, 0, server + "*** Can't find " + NAME + ".: No answer\n", ""))
                .hasValueSatisfying(reply -> {
                    assertThat(reply.outcome()).isEqualTo(Outcome.NOT_YET);
                    assertThat(reply.seen()).endsWith("No answer");
                });
        assertThat(reply(dns(Family.IPV6), 0, 1, server + "** server can't find " + NAME + ".: NXDOMAIN\n", ""))
                .hasValueSatisfying(reply -> assertThat(reply.seen()).endsWith("NXDOMAIN"));
        assertThat(reply(dns(), 1, 0, server + "Name:\t" + NAME + "\nAddress 1: 10.96.0.7 web\n", ""))
                .contains(new Probe.Result(Outcome.HOLDS, NAME + " is 10.96.0.7"));
    }

    @Test
    void whatGetentSays() {
        assertThat(reply(dns(Family.IPV4), 1, 0, "10.96.0.7       STREAM " + NAME + "\n10.96.0.7 DGRAM\n", ""))
                .contains(new Probe.Result(Outcome.HOLDS, NAME + " is 10.96.0.7"));
        assertThat(reply(dns(Family.IPV4), 1, 2, "", ""))
                .hasValueSatisfying(reply -> assertThat(reply.seen()).isEqualTo(NAME + ": no answer"));
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127})
    void anImageWithoutTheProgramIsAskedOtherwise(int exitCode) {
        assertThat(reply(http(200), 0, exitCode, "", "sh: curl: not found")).isEmpty();
    }

    /** As containerd says it, whatever the exit code that comes with it. */
    @Test
    void aRuntimeThatFindsNoProgramSaysSo() {
        assertThat(reply(
                        http(200),
                        0,
                        1,
                        "",
                        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"curl\":"
                                + " executable file not found in $PATH: unknown"))
                .isEmpty();
        assertThat(reply(http(200), 0, 22, "", "curl: (22) The requested URL returned error: 404 not found"))
                .isPresent();
    }
}
