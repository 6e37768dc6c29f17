package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.planner.Switching;
import dev.labctl.command.planner.Versions;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.report.DryRunView;
import dev.labctl.report.LabSwitch;
import dev.labctl.report.LabSwitch.Verdict;
import dev.labctl.report.Report;
import dev.labctl.report.StatusView;
import dev.labctl.report.ViewTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From each lab of chapter 4 that runs on kind to each other one: the verdict, that it is right, and its table in {@code
 * docs/switching.md}, which {@code -Dgolden.update=true} writes.
 */
class SwitchingTest {
    private static final Path DOC = Path.of("docs/switching.md");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- pairs -->\n).*?(?=<!-- end of pairs -->)", Pattern.DOTALL);

    private static final List<LabRef> LABS = Stream.concat(
                    Stream.of(LabRef.of("chapter04")),
                    Stream.of(
                                    "kubernetes-ipam",
                                    "cluster-scope-ipam",
                                    "cluster-scope-ipam-small",
                                    "multi-pool-ipam",
                                    "ipv4-ipv6-support/dual-stack",
                                    "ipv4-ipv6-support/ipv6-only")
                            .map(useCase -> LabRef.of("chapter04", useCase)))
            .toList();

    @TempDir
    Path folder;

    @Test
    void theVerdictOnEveryPairIsRightAndInTheDocs() throws IOException {
        StringBuilder table = new StringBuilder("| from | to | verdict | reason |\n|---|---|---|---|\n");
        for (LabRef from : LABS) {
            Rehearsed rehearsed = rehearsed(from, "");
            rehearsed.run(from);
            Managed here = state(rehearsed);
            for (LabRef to : LABS) {
                LabSwitch found = verdict(to, here, rehearsed);
                if (from.equals(to)) {
                    assertThat(found.verdict()).isEqualTo(Verdict.REUSE);
                    continue;
                }
                table.append("| ").append(word(from)).append(" | ").append(word(to));
                table.append(" | ").append(ViewTree.word(found.verdict()));
                table.append(" | ").append(String.join("<br>", found.reasons())).append(" |\n");
                if (found.verdict() == Verdict.RECREATE) {
                    refuses(rehearsed, to, found);
                } else {
                    follows(from, to);
                }
            }
        }

        String doc = Files.readString(DOC);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOC, TABLE.matcher(doc).replaceFirst(Matcher.quoteReplacement(table.toString())));
            return;
        }
        assertThat(TABLE.matcher(doc).results().map(MatchResult::group)).containsExactly(table.toString());
    }

    private Rehearsed rehearsed(LabRef from, String to) {
        return new Rehearsed(folder.resolve((from + " " + to).replace('/', ' ')), 1);
    }

    private static String word(LabRef lab) {
        return lab.useCase().map(useCase -> "`" + useCase + "`").orElse("chapter default");
    }

    private static Managed state(Rehearsed rehearsed) {
        try (RehearsalProvider provider = rehearsed.provider()) {
            ClusterState state = provider.inspect(ClusterName.BOOK, Rehearsed.operation(provider));
            return (Managed) state;
        }
    }

    private static LabSwitch verdict(LabRef to, Managed here, Rehearsed rehearsed) {
        return Switching.to(
                DesiredState.of(
                        ClusterName.BOOK, rehearsed.lab(to), Optional.empty(), Optional.empty(), Versions.PINNED),
                here);
    }

    /** Neither up nor run goes on, and nothing is changed. */
    private static void refuses(Rehearsed rehearsed, LabRef to, LabSwitch verdict) {
        for (Function<TestedCommands, Report> command : List.<Function<TestedCommands, Report>>of(
                commands -> commands.up(rehearsed.target("up", Optional.of(to)), Replacing.NOTHING),
                commands -> commands.run(rehearsed.target("run", Optional.of(to)), false))) {
            assertThat(command.apply(rehearsed.commands()).failure()).hasValueSatisfying(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_DIFFERS);
                assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
                assertThat(failure.details()).containsAll(verdict.reasons());
            });
        }
    }

    /** One call of run takes the cluster to the other lab, and then it is as a new one would be. */
    private void follows(LabRef from, LabRef to) {
        Rehearsed switched = rehearsed(from, to.toString());
        switched.run(from);
        switched.run(to);
        Rehearsed fresh = rehearsed(to, "fresh");
        fresh.run(to);

        assertThat(switched.commands()
                        .verify(switched.target("verify", Optional.of(to)), LabState.FAULT)
                        .failure())
                .isEmpty();
        assertThat(switched.<Object>look(SwitchingTest::content)).isEqualTo(fresh.look(SwitchingTest::content));
        assertThat(verdict(to, state(switched), switched)).isEqualTo(new LabSwitch(to, Verdict.REUSE, List.of()));
    }

    /** Cilium's settings, and what stands in the reader's namespaces. */
    private static Object content(KubeApi api) {
        return List.of(
                Seen.config(api),
                Stream.of("Deployment", "Service", "Pod")
                        .flatMap(kind -> api
                                .list(
                                        kind.equals("Deployment") ? "apps/v1" : "v1",
                                        kind,
                                        Optional.of("default"),
                                        Map.of())
                                .stream())
                        .map(object -> object.kind() + " "
                                + object.name().replaceAll("(-[0-9a-f]{6,10})?(-[a-z0-9]{5})?$", ""))
                        .sorted()
                        .collect(Collectors.toList()));
    }

    @Test
    void upInADryRunAndStatusTellTheVerdictWithItsReason() {
        LabRef from = LabRef.of("chapter04");
        LabRef to = LabRef.of("chapter04", "kubernetes-ipam");
        Rehearsed rehearsed = rehearsed(from, "");
        rehearsed.run(from);

        Report up = new TestedCommands(rehearsed.commands().context(), true)
                .up(rehearsed.target("up", Optional.of(to)), Replacing.NOTHING);
        Report status = rehearsed.commands().status(rehearsed.target("status", Optional.of(to)));

        String verdict = "to chapter04 kubernetes-ipam: upgrade Cilium (the values differ)";
        assertThat(((DryRunView) up.result()).steps())
                .extracting(DryRunView.Line::detail)
                .containsExactly("cilium-book is there, with the lab chapter04; " + verdict);
        assertThat(((StatusView) status.result()).change()).map(LabSwitch::text).contains(verdict);
        assertThat(((StatusView) status.result()).next())
                .isEqualTo("labctl run chapter04 --use-case kubernetes-ipam --rehearse");
    }

    @Test
    void ofItsOwnLabStatusTellsOnlyWhatIsNotAsTheLabWants() {
        LabRef lab = LabRef.of("chapter04", "kubernetes-ipam");
        Rehearsed rehearsed = rehearsed(lab, "");
        rehearsed.run(lab);

        assertThat(status(rehearsed)).isEmpty();
        assertThat(rehearsed
                        .commands()
                        .ciliumInstall(rehearsed.target("cilium-install", Optional.of(lab), Optional.of(other())))
                        .failure())
                .isEmpty();
        assertThat(status(rehearsed))
                .map(LabSwitch::text)
                .contains("to chapter04 kubernetes-ipam: upgrade Cilium (the values differ)");
    }

    private static Optional<LabSwitch> status(Rehearsed rehearsed) {
        Report status = rehearsed.commands().status(rehearsed.target("status", Optional.empty()));
        return ((StatusView) status.result()).change();
    }

    private Path other() {
        try {
            return Files.writeString(
                    folder.resolve("other.yaml"), "ipam: {mode: kubernetes}\ndebug: {enabled: true}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
