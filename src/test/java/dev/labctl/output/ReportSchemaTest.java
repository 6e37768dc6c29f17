package dev.labctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.doctor.CheckResult;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import dev.labctl.ipam.Family;
import dev.labctl.json.Json;
import dev.labctl.lab.LabState;
import dev.labctl.report.DiffView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.StatusView;
import dev.labctl.report.ViewTree;
import dev.labctl.verify.Verdict.Outcome;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What labctl prints keeps the contract that it publishes, and the contract says no to what labctl does not print. */
class ReportSchemaTest {
    static Stream<String> reports() {
        return Reports.all().keySet().stream();
    }

    private static ObjectNode document(String name) {
        return (ObjectNode)
                JsonMapper.shared().readTree(Json.write(Reports.all().get(name).tree()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everyReportKeepsTheContract(String name) {
        assertThat(ReportSchema.problems(document(name).toString())).isEmpty();
    }

    @Test
    void theReasonsAreThoseThatThereAre() {
        assertThat(ReportSchema.words("/$defs/reason/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Reason.values()).map(Reason::name).toList());
    }

    @Test
    void theOutcomesAreThoseThatThereAre() {
        assertThat(ReportSchema.words("/properties/outcome/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Report.Outcome.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/step/properties/outcome/enum"))
                .containsExactlyElementsOf(
                        Stream.of(StepOutcome.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/doctor/properties/findings/items/properties/severity/enum"))
                .containsExactlyElementsOf(Stream.of(CheckResult.Severity.values())
                        .map(ViewTree::word)
                        .toList());
        assertThat(ReportSchema.words("/$defs/finding/properties/severity/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Severity.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/diff/properties/objects/items/properties/state/enum"))
                .containsExactlyElementsOf(
                        Stream.of(DiffView.State.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/stage/enum"))
                .containsExactlyElementsOf(
                        Stream.of(StatusView.Stage.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/explanations/items/properties/severity/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Severity.values()).map(ViewTree::word).toList());
        assertThat(ReportSchema.words("/$defs/verify/properties/expectations/items/properties/verdict/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Outcome.values()).map(Outcome::word).toList());
        assertThat(ReportSchema.words("/$defs/verify/properties/expect/enum"))
                .containsExactlyElementsOf(Stream.of(LabState.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(ReportSchema.words("/$defs/family/enum"))
                .containsExactlyElementsOf(
                        Stream.of(Family.values()).map(Family::toString).toList());
    }

    /** A plan of many nodes is too long to be kept as a golden file; it keeps the contract all the same. */
    @Test
    void everyPlanKeepsTheContract() {
        assertThat(Plans.all().values()).allSatisfy(plan -> assertThat(ReportSchema.problems(
                        Json.write(Report.of("plan", Optional.empty(), plan).tree())))
                .isEmpty());
    }

    @Test
    void everyAddressMapKeepsTheContract() {
        assertThat(Maps.all().values()).allSatisfy(map -> assertThat(ReportSchema.problems(
                        Json.write(Report.of("ipam", Optional.empty(), map).tree())))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"command", "lab", "cluster", "provider", "outcome", "reason", "message", "steps"})
    void noFieldThatAllHaveMayBeMissing(String field) {
        assertThat(reports()).allSatisfy(name -> refused(name, document -> document.remove(field)));
    }

    /** Every field of a command's own part is needed as well, and none but those is there. */
    @ParameterizedTest
    @CsvSource({
        "list, folder, labs, labs",
        "show, title, objects, files",
        "up, findings, steps, findings",
        "status, state, next, nodes",
        "status, stage, verified, workloads",
        "status, notes, kubernetes, objects",
        "status-all, clusters, notAsked, clusters",
        "status-all-none, notAsked, clusters, notAsked",
        "status-absent, kubernetes, cilium, ",
        "diff, differences, notes, objects",
        "diff, cilium, clusterDifferences, objects",
        "ipam-small, when, ipamMode, nodes",
        "ipam-small, pools, workloads, pools",
        "ipam-small, stuck, findings, workloads",
        "ipam-small, planned, nodes, stuck",
        "ipam-small, findings, workloads, findings",
        "ipam-small, stuck, nodes, planned",
        "logs, lines, lines, lines",
        "logs-bundle-unwritten, next, details, ",
        "verify, expectations, steps, expectations",
        "verify-failed, expect, next, expectations",
        "run, expect, message, expectations",
        "doctor, findings, findings, findings",
        "plan-small, ipamMode, pools, nodes",
        "plan-small, workloads, findings, pools",
        "plan-small, nodes, workloads, workloads",
        "plan-dual, pools, findings, nodes",
        "plan-small, pools, nodes, findings",
        "plan-unwritten, nodes, next, pools",
        "explain, explanations, explanations, explanations",
        "doctor-failed, next, details, findings"
    })
    void noFieldOfACommandsOwnPartMayBeMissing(String name, String field, String other, String list) {
        refused(name, document -> document.remove(field));
        refused(name, document -> document.remove(other));
        if (list != null) {
            ObjectNode first = (ObjectNode) document(name).get(list).get(0);
            first.propertyNames()
                    .forEach(key -> refused(
                            name, document -> ((ObjectNode) ((ArrayNode) document.get(list)).get(0)).remove(key)));
            refused(name, document -> ((ObjectNode) ((ArrayNode) document.get(list)).get(0)).put("extra", 1));
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingElseMayBeThere(String name) {
        refused(name, document -> document.put("extra", 1));
    }

    @Test
    void aPartOfOneCommandIsNotOneOfAnother() {
        refused("up", document -> document.putArray("labs"));
        refused("logs", document -> document.putArray("findings"));
        refused("up", document -> document.put("next", ""));
        refused("list", document -> document.putArray("plan"));
        refused("plan-dual", document -> document.putArray("plan"));
        refused("up", document -> document.putArray("nodes"));
        refused("plan-dual", document -> document.put("next", ""));
        refused("up-failed", document -> document.putArray("plan"));
        refused("up", document -> document.putArray("explanations"));
        refused("run-explained", document -> document.putArray("explanations"));
        refused("run-explained", document -> document.putArray("lines"));
    }

    @Test
    void whatWasDoneHasNoReasonAndWhatWasNotHasOne() {
        refused("up", document -> document.put("reason", "PORT_TAKEN"));
        refused("up", document -> document.putArray("details"));
        refused("up-failed", document -> document.putNull("reason"));
        refused("up-failed", document -> document.put("reason", "PORT_IS_TAKEN"));
        refused("up-failed", document -> document.put("message", ""));
        refused("run-interrupted", document -> document.put("reason", "BUG"));
        refused("up-failed", document -> document.put("reason", "INTERRUPTED"));
    }

    @Test
    void valuesKeepTheirKind() {
        refused("up", document -> document.put("command", "upp"));
        refused("up", document -> document.put("lab", "chapter04"));
        refused("up", document -> document.put("cluster", 5));
        refused("up", document -> document.put("outcome", "ok"));
        refused("up", document -> document.put("steps", "none"));
        refused("up", document -> ((ObjectNode) document.get("lab")).remove("useCase"));
        refused("up", document -> ((ObjectNode) document.get("steps").get(0)).put("seconds", "0.004"));
        refused("up", document -> ((ObjectNode) document.get("steps").get(0)).put("seconds", -1));
        refused("status", document -> ((ObjectNode) document.get("nodes").get(0)).put("ready", "True"));
        refused("status", document -> document.put("stage", "ready"));
        refused("status", document -> document.put("verified", ""));
        refused("status", document -> ((ObjectNode) document.get("agents")).remove("wanted"));
        refused("status", document -> ((ObjectNode) document.get("workloads").get(0)).put("running", -1));
        refused("status-all", document -> ((ObjectNode) document.at("/clusters/0/pods")).put("ready", "3"));
        refused("status-all-none", document -> ((ObjectNode) document.at("/notAsked/0")).put("reason", "NO_DOCKER"));
        refused("logs-bundle", document -> document.putArray("bundle"));
        refused("plan-small", document -> ((ObjectNode) document.get("nodes").get(0)).put("error", ""));
        refused("plan-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0")).remove("blocks"));
        refused("plan-pools", document -> ((ObjectNode) document.at("/nodes/2/cidrs/2")).putArray("blocks"));
        refused("plan-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0")).put("family", "ipv4"));
        refused("plan-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0/reserved/0")).remove("for"));
        refused("plan-small", document -> ((ObjectNode) document.at("/workloads/0/stuck")).put("min", -1));
        refused("plan-small", document -> ((ObjectNode) document.at("/workloads/0/stuck")).remove("max"));
        refused("plan-small", document -> ((ObjectNode) document.at("/workloads/0")).put("wanted", "10"));
        refused("plan-small", document -> ((ObjectNode) document.at("/findings/0")).put("severity", "ok"));
        refused("plan-small", document -> ((ObjectNode) document.at("/findings/0")).put("reason", "pods stuck"));
        refused("plan-small", document -> ((ObjectNode) document.at("/remedies/0")).remove("how"));
        refused("plan-dual", document -> document.putArray("remedies"));
        refused("ipam-small", document -> document.put("when", 5));
        refused("ipam-small", document -> ((ObjectNode) document.at("/nodes/0")).put("error", ""));
        refused("ipam-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0")).putNull("cidr"));
        refused("ipam-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0")).remove("used"));
        refused("ipam-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0")).put("free", -1));
        refused("ipam-small", document -> ((ObjectNode) document.at("/nodes/0/cidrs/0/addresses/0")).remove("owner"));
        refused("ipam-small", document -> ((ObjectNode) document.at("/pools/0/given/0")).put("node", ""));
        refused("ipam-small", document -> ((ObjectNode) document.at("/stuck/0")).put("pod", "nginx"));
        refused("ipam-small", document -> ((ObjectNode) document.at("/planned/0")).put("agrees", "yes"));
        refused("explain", document -> ((ObjectNode) document.at("/explanations/0")).put("severity", "ERROR"));
        refused("explain", document -> ((ObjectNode) document.at("/explanations/0")).put("reason", "range full"));
        refused("explain", document -> ((ObjectNode) document.at("/explanations/0")).putArray("about"));
        refused("explain", document -> ((ObjectNode) document.at("/explanations/0/about/0")).remove("namespace"));
        refused("explain", document -> ((ObjectNode) document.at("/explanations/0/advice/0")).remove("how"));
        refused("run-explained", document -> ((ObjectNode) document.at("/explanations/0")).remove("cause"));
        refused("verify", document -> document.put("expect", "mended"));
        refused("verify", document -> document.putArray("expectations"));
        refused("verify-failed", document -> ((ObjectNode) document.at("/expectations/1")).put("verdict", "failed"));
        refused("verify-failed", document -> ((ObjectNode) document.at("/expectations/1")).put("seen", ""));
        refused(
                "up",
                document -> document.set("expectations", document("verify").get("expectations")));
        refused(
                "doctor-failed",
                document -> ((ObjectNode) document.get("findings").get(2)).put("reason", "CGROUP_V1"));
        refused(
                "doctor-failed",
                document -> ((ObjectNode) document.get("findings").get(2)).put("fix", ""));
    }

    private static void refused(String name, Consumer<ObjectNode> change) {
        ObjectNode document = document(name);
        String before = document.toString();
        change.accept(document);
        assertThat(document.toString()).as("the change is one").isNotEqualTo(before);
        assertThat(ReportSchema.problems(document.toString()))
                .as(document.toString())
                .isNotEmpty();
    }
}
