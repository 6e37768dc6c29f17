package dev.labctl.cli;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import dev.labctl.lab.TestChapters;
import dev.labctl.output.ReportSchema;
import dev.labctl.output.text.Style;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The whole program but its tools: arguments and environment in, two streams and an exit code out. */
class CommandLineTest {
    private static final String IMAGE =
            "kindest/node:v1.33.12@sha256:3f5c8443c620245e4d355cfe09e96a91ead32ceaa569d3f1ca9edf0cb2fe2ff4";
    private static final List<String> COMMANDS = List.of(
            "up",
            "cilium-install",
            "apply",
            "wait",
            "verify",
            "run",
            "down",
            "reset",
            "delete",
            "cilium-uninstall",
            "status",
            "diff",
            "ipam",
            "explain",
            "logs",
            "context",
            "list",
            "show",
            "plan",
            "doctor");

    @TempDir
    Path folder;

    private Console labctl;

    @BeforeEach
    void aMachine() {
        labctl = new Console(folder);
    }

    private Ended run(String line) {
        return labctl.run(words(line));
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ", -1);
    }

    private static String reason(Ended ended) {
        return ended.json().get("reason").stringValue();
    }

    /** The call's one document keeps the published contract, and standard error does not depend on the format. */
    private JsonNode document(String line) {
        Ended ended = run(line + " -o json");
        assertThat(ReportSchema.problems(ended.out())).as(ended.out()).isEmpty();
        return ended.json();
    }

    // help and version

    @Test
    void theHelpListsAllCommands() {
        Ended ended = run("--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertGolden("help/labctl.txt", ended.out());
        Matcher listed =
                Pattern.compile("(?m)^  ([a-z-]+) {2,}\\S").matcher(ended.out().split("Commands:", -1)[1]);
        List<String> names = new ArrayList<>();
        while (listed.find()) {
            names.add(listed.group(1));
        }
        assertThat(names).isEqualTo(COMMANDS);
    }

    @Test
    void thePublishedContractKnowsAllCommands() {
        assertThat(ReportSchema.words("/properties/command/enum"))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of(""), COMMANDS.stream()).toList());
    }

    static Stream<String> commands() {
        return COMMANDS.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasItsHelp(String command) {
        Ended ended = labctl.run(command, "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertGolden("help/" + command + ".txt", ended.out());
        assertThat(labctl.run(command, "-h")).isEqualTo(ended);
    }

    @Test
    void theHelpFitsTheTerminal() {
        labctl.style = new Style(false, false, true, 70);
        assertThat(run("run --help").out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(70));
        labctl.style = new Style(false, false, true, 300);
        assertThat(run("run --help").out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "up --version"})
    void theVersionIsTheOneThatWasBuilt(String line) throws IOException {
        Properties built = new Properties();
        try (var in = dev.labctl.App.class.getResourceAsStream("build.properties")) {
            built.load(in);
        }

        assertThat(run(line)).isEqualTo(new Ended(0, "labctl " + built.getProperty("version") + "\n", ""));
        assertThat(built.getProperty("version")).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    // wrong usage

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lisst|labctl|'lisst' is not known here; did you mean list?",
                "dwn|labctl|'dwn' is not known here; did you mean down?",
                "quux|labctl|'quux' is not known here",
                "instal|labctl|'instal' is not known here; did you mean cilium-install or cilium-uninstall?",
                "frobnicate|labctl|'frobnicate' is not known here",
                "--chapter x list|labctl|'--chapter' is not known here",
                "up chapter04 --use-cas x|labctl up|'--use-cas' is not known here; did you mean --use-case?",
                "up chapter04 --dryrun|labctl up|'--dryrun' is not known here; did you mean --dry-run?",
                "up chapter04 chapter05|labctl up|'chapter05' is not known here",
                "context chapter04|labctl context|'chapter04' is not known here",
                "up chapter04 --cluster|labctl up|missing required parameter for option '--cluster' (NAME)",
                "up chapter04 --timeout 5|labctl up|Invalid value for option '--timeout':"
                        + " '5' is not a duration such as 90s, 10m or 1h30m",
                "up chapter04 --timeout -5m|labctl up|Invalid value for option '--timeout':"
                        + " '-5m' is not a duration such as 90s, 10m or 1h30m",
                "up chapter04 --timeout=|labctl up|Invalid value for option '--timeout':"
                        + " '' is not a duration such as 90s, 10m or 1h30m",
                "up chapter04 --timeout 0s|labctl up|Invalid value for option '--timeout':"
                        + " a duration must be longer than nothing",
                "up chapter04 --replace-foreign|labctl up|--replace-foreign is for --recreate: without it, nothing is replaced",
                "run chapter04 --replace-foreign|labctl run|--replace-foreign is for --recreate: without it, nothing is replaced",
                "down --replace-foreign|labctl down|'--replace-foreign' is not known here",
                "down -o xml|labctl down|Invalid value for option '--output': expected one of [TEXT, JSON, YAML]"
                        + " (case-insensitive) but was 'xml'",
                "logs --lines many|labctl logs|Invalid value for option '--lines': 'many' is not an int",
                "down --cluster a --cluster b|labctl down|option '--cluster' (NAME) should be specified only once"
            })
    void whatDoesNotFitIsAnsweredWithASentence(String line, String command, String message) {
        String said = message.replaceAll("^'([^']*)' is not known", "\"$1\" is not known");

        assertThat(run(line))
                .isEqualTo(new Ended(
                        2, "", "error: USAGE: " + said + "\nnext: Run `" + command + " --help` for the usage.\n"));
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @Test
    void whoTypesTheNameAloneGetsTheHelpAndNoSuccess() {
        Ended ended = labctl.run();

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualTo(run("--help").out()
                        + "error: USAGE: a command is missing\nnext: Run `labctl --help` for the usage.\n");
    }

    /** What changes nothing and has no cluster takes no time, no trial and no rehearsal either. */
    @ParameterizedTest
    @CsvSource({"show, --dry-run", "show, --timeout=5m", "show, --rehearse", "plan, --dry-run", "plan, --timeout=5m"})
    void optionsThatWouldMeanNothingAreNotTaken(String command, String option) {
        Ended ended = labctl.run(command, "chapter04", option);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("error: USAGE: \"" + option + "\" is not known here");
    }

    static Stream<Arguments> changesThatAreNone() {
        String nodes = " is not a whole number from 1 to 10000";
        String pods = " is not a whole number from 0 to 2147483647";
        String name = " is not a workload's NAME or NAMESPACE/NAME";
        return Stream.of(
                Arguments.of("--nodes 0", "\"0\"" + nodes),
                Arguments.of("--nodes -1", "\"-1\"" + nodes),
                Arguments.of("--nodes 10001", "\"10001\"" + nodes),
                Arguments.of("--nodes 2147483648", "\"2147483648\"" + nodes),
                Arguments.of("--nodes 99999999999999999999", "\"99999999999999999999\"" + nodes),
                Arguments.of("--nodes many", "\"many\"" + nodes),
                Arguments.of("--nodes 1.5", "\"1.5\"" + nodes),
                Arguments.of("--replicas nginx", "there is no = between a name and a number"),
                Arguments.of("--replicas =5", "\"\"" + name),
                Arguments.of("--replicas a/b/c=5", "\"a/b/c\"" + name),
                Arguments.of("--replicas a/=5", "\"a/\"" + name),
                Arguments.of("--replicas a=", "\"\"" + pods),
                Arguments.of("--replicas a=-1", "\"-1\"" + pods),
                Arguments.of("--replicas a=2147483648", "\"2147483648\"" + pods),
                Arguments.of("--replicas a=99999999999999999999", "\"99999999999999999999\"" + pods),
                Arguments.of("--replicas a=x", "\"x\"" + pods),
                Arguments.of("--replicas a=1=2", "\"1=2\"" + pods),
                Arguments.of("--set a", "there is no = between a key and a value"),
                Arguments.of("--set =1", "a key is empty in \"=1\""),
                Arguments.of("--set a..b=1", "a key is empty in \"a..b=1\""),
                Arguments.of("--set a={1", "a list does not end with }"));
    }

    @Test
    void aNameThatIsThereTwiceIsWrongAndTheSameNumberNoExcuse() {
        assertThat(run("plan chapter04 --replicas a=1 --replicas b=1 --replicas a=1")
                        .err())
                .startsWith("error: USAGE: --replicas a=1: a is there twice\n");
        assertThat(run("plan chapter04 --set a=1 --set b").err())
                .startsWith("error: USAGE: --set b: there is no = between a key and a value\n");
        assertThat(run("plan chapter04 --nodes 1 --nodes 2").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("changesThatAreNone")
    void aChangeThatIsNoneIsAnsweredWithASentence(String option, String why) {
        String line = "plan chapter04 -u cluster-scope " + option;

        assertThat(run(line))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "error: USAGE: " + option + ": " + why + "\nnext: Run `labctl plan --help` for the usage.\n"));
        assertThat(document(line).get("lab").get("useCase").stringValue()).isEqualTo("cluster-scope");
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lisst -o json",
                "lisst -ojson",
                "lisst -o=json",
                "lisst --output json",
                "lisst --output=json",
                "lisst -o JSON",
                "lisst -oJSON",
                "lisst --output=Json",
                "-o json lisst"
            })
    void whoAskedForJsonGetsJsonWhateverIsWrong(String line) {
        Ended ended = run(line);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(reason(ended)).isEqualTo("USAGE");
        assertThat(ended.json().get("command").stringValue()).isEmpty();
    }

    @Test
    void theCommandIsNamedWhereItIsKnown() {
        JsonNode json = document("up chapter04 --timeout 5");

        assertThat(json.get("command").stringValue()).isEqualTo("up");
        assertThat(json.get("next").stringValue()).isEqualTo("Run `labctl up --help` for the usage.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lisst -o yaml", "lisst --output=yaml", "lisst -oyaml"})
    void andWhoAskedForYamlYaml(String line) {
        Ended ended = run(line);
        Problems problems = new Problems();

        Object yaml = YamlReader.read(Path.of("out.yaml"), ended.out(), problems)
                .get(0)
                .tree();
        assertThat(problems.all()).isEmpty();
        assertThat(yaml).extracting("reason", "outcome").containsExactly("USAGE", "failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "cilium-install", "apply", "run", "show", "plan"})
    void aChapterThatIsNeededIsAskedFor(String command) {
        assertThat(run(command))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "error: CHAPTER_MISSING: no chapter is given\nnext: Name one: `labctl " + command
                                + " chapter04 --use-case cluster-scope-ipam`; `labctl list` shows what there is.\n"));
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "cilium-install",
                "apply",
                "wait",
                "run",
                "down",
                "reset",
                "delete",
                "status",
                "ipam",
                "show",
                "plan",
                "doctor"
            })
    void aUseCaseAloneNamesNothing(String command) {
        Ended ended = run(command + " -u cluster-scope -o json");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(reason(ended)).isEqualTo("CHAPTER_MISSING");
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a_b", "-a", "a.b", "a-name-that-is-too-long-for-it", " ", "../x"})
    void aNameThatIsNoneNeverReachesATool(String name) {
        Ended ended = labctl.run("down", "--cluster=" + name, "-o", "json");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(reason(ended)).isEqualTo("CLUSTER_NAME_INVALID");
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @Test
    void unknownNamesAreAnsweredWithTheNearest() {
        assertThat(run("up chapter04 -u cluster-scop"))
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                """
                        error: USE_CASE_UNKNOWN: chapter04 has no use case "cluster-scop"; known names:
                          cluster-scope
                          eni-mode
                        next: Did you mean cluster-scope?
                        """));
        assertThat(document("list chapter4").get("reason").stringValue()).isEqualTo("CHAPTER_UNKNOWN");
    }

    @Test
    void aLabThatIsNotValidIsToldWithEveryPlace() {
        labctl.chapters.file("chapter04/cluster-scope/lab.yaml", "title: x\nneed: {}\nprovider: minikube\n");

        Ended ended = run("up chapter04 -u cluster-scope");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("error: LAB_INVALID: the lab chapter04 cluster-scope has 2 problems\n")
                .contains("  chapters/chapter04/cluster-scope/lab.yaml:2:1: ")
                .contains("  chapters/chapter04/cluster-scope/lab.yaml:3:11: ");
    }

    // defaults from the environment

    private String shownCluster() {
        return document("show chapter04").get("settings").get("cluster").stringValue();
    }

    private Optional<String> shownUseCase(String line) {
        JsonNode useCase = document(line).get("lab").get("useCase");
        return useCase.isNull() ? Optional.empty() : Optional.of(useCase.stringValue());
    }

    @Test
    void theClusterOfTheEnvironment() {
        assertThat(shownCluster()).isEqualTo("cilium-book");
        labctl.with("CLUSTER", " old ");
        assertThat(shownCluster()).isEqualTo("old");
        labctl.with("LABCTL_CLUSTER", "own");
        assertThat(shownCluster()).isEqualTo("own");
        labctl.with("LABCTL_CLUSTER", "  ");
        assertThat(shownCluster()).isEqualTo("old");
        labctl.with("CLUSTER", "");
        assertThat(shownCluster()).isEqualTo("cilium-book");
        assertThat(document("show chapter04 --cluster asked")
                        .get("settings")
                        .get("cluster")
                        .stringValue())
                .isEqualTo("asked");
    }

    @Test
    void aWrongNameOfTheEnvironmentIsWrongAsWell() {
        labctl.with("CLUSTER", "Not A Name");

        assertThat(document("down").get("reason").stringValue()).isEqualTo("CLUSTER_NAME_INVALID");
    }

    @Test
    void theUseCaseOfTheEnvironment() {
        assertThat(shownUseCase("show chapter04")).isEmpty();
        labctl.with("USE_CASE", "cluster-scope");
        assertThat(shownUseCase("show chapter04")).contains("cluster-scope");
        labctl.with("LABCTL_USE_CASE", "eni-mode");
        assertThat(shownUseCase("show chapter04")).contains("eni-mode");
        labctl.with("LABCTL_USE_CASE", "");
        assertThat(shownUseCase("show chapter04")).contains("cluster-scope");
        assertThat(shownUseCase("show chapter04 --use-case eni-mode")).contains("eni-mode");
    }

    @Test
    void aUseCaseOfTheEnvironmentWithoutAChapterIsNoMistake() {
        labctl.withoutClusters().with("USE_CASE", "cluster-scope");

        assertThat(run("down").code()).isZero();
    }

    private String dryRun(String line) {
        Ended ended = run(line + " --dry-run");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }

    @Test
    void theNodeImageOfTheEnvironment() {
        labctl.withoutClusters();

        assertThat(dryRun("up chapter04")).contains(" --image " + IMAGE + " ");
        labctl.with("KIND_IMAGE", "kindest/node:old");
        assertThat(dryRun("up chapter04")).contains(" --image kindest/node:old ");
        assertThat(dryRun("reset chapter04")).contains(" --image kindest/node:old ");
        labctl.with("LABCTL_NODE_IMAGE", "kindest/node:own");
        assertThat(dryRun("run chapter04")).contains(" --image kindest/node:own ");
        labctl.with("LABCTL_NODE_IMAGE", " ");
        assertThat(dryRun("up chapter04 --node-image kindest/node:asked")).contains(" --image kindest/node:asked ");
    }

    @Test
    void theVersionOfCiliumOfTheEnvironment() {
        labctl.withoutClusters();

        assertThat(dryRun("run chapter04")).contains(" --version 1.18.2");
        labctl.with("CILIUM_VERSION", "v1.18.1");
        assertThat(dryRun("run chapter04")).contains(" --version 1.18.1");
        labctl.with("LABCTL_CILIUM_VERSION", "1.18.0");
        assertThat(dryRun("run chapter04")).contains(" --version 1.18.0");
        assertThat(dryRun("run chapter04 --cilium-version v1.17.9")).contains(" --version 1.17.9");
    }

    // where the chapters are

    private String folderOf(String line) {
        return document(line).get("folder").stringValue().replace(folder.toString(), "BOOK");
    }

    @Test
    void theChaptersAreFoundFromAFolderAmongThem() {
        labctl.workingDirectory = folder.resolve("chapters/chapter04/cluster-scope/manifests");

        assertThat(folderOf("list")).isEqualTo("BOOK/chapters");
    }

    @Test
    void theChaptersAreWhereTheOptionSays() {
        new TestChapters(folder.resolve("other"))
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter07/lab.yaml", "title: seven\n");

        assertThat(folderOf("list --chapters other/chapters")).isEqualTo("BOOK/other/chapters");
        labctl.with("LABCTL_CHAPTERS", folder.resolve("chapters").toString());
        assertThat(folderOf("list --chapters other/chapters")).isEqualTo("BOOK/other/chapters");
        assertThat(document("show chapter07 --chapters other/chapters")
                        .get("title")
                        .stringValue())
                .isEqualTo("seven");
    }

    @Test
    void theChaptersAreWhereTheEnvironmentSays() {
        new TestChapters(folder.resolve("other")).file("chapter07/lab.yaml", "title: seven\n");
        labctl.with("LABCTL_CHAPTERS", "other/chapters");

        assertThat(folderOf("list")).isEqualTo("BOOK/other/chapters");
        labctl.with("LABCTL_CHAPTERS", "");
        assertThat(folderOf("list")).isEqualTo("BOOK/chapters");
    }

    @Test
    void theInstalledChaptersAreTheLast() throws IOException {
        labctl.workingDirectory = Path.of("/");
        labctl.home = Optional.of(folder);

        assertThat(folderOf("list")).isEqualTo("BOOK/chapters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show chapter04", "up chapter04", "doctor chapter04"})
    void aFolderThatIsNotThereIsNeverReplacedByAnother(String line) {
        Ended ended = run(line + " --chapters missing -o json");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(reason(ended)).isEqualTo("CHAPTERS_NOT_FOUND");
        assertThat(ended.json().get("message").stringValue()).isEqualTo("there is no folder BOOK/missing");
    }

    // list and show

    @Test
    void listAsTextAndJson() {
        assertThat(run("list"))
                .isEqualTo(new Ended(
                        0,
                        """
                        chapter04
                          (default)      IPAM as it comes
                          cluster-scope  Cluster scope
                          eni-mode       ENI
                        chapter12
                          (default)      Another chapter
                        """,
                        ""));
        assertThat(run("list chapter12").out()).isEqualTo("chapter12\n  (default)  Another chapter\n");
        assertGolden("cli/list.json", run("list -o json").out());
        assertThat(document("list chapter12").get("labs")).hasSize(1);
    }

    @Test
    void aLabThatIsNotValidIsListedAllTheSame() {
        labctl.chapters.file("chapter04/cluster-scope/lab.yaml", "title: [\n");

        assertThat(run("list chapter04").out()).contains("  cluster-scope");
    }

    @Test
    void showAsTextAndJson() {
        assertGolden("cli/show.txt", run("show chapter04 -u cluster-scope").out());
        assertGolden(
                "cli/show.json",
                run("show chapter04 -u cluster-scope --cluster other -o json").out());
        assertThat(document("show chapter04 -u eni-mode")
                        .get("settings")
                        .get("provider")
                        .stringValue())
                .isEqualTo("eks");
        assertThat(labctl.runner.calls()).isEmpty();
    }

    /** What the text says as warnings before the first step. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "up chapter04 --dry-run",
                "run chapter04 --dry-run",
                "reset chapter04 --dry-run",
                "up chapter04 --rehearse"
            })
    void whatTheFilesShowIsInTheDocumentsOfCommandsThatCreateAsInThoseOfShow(String line) {
        labctl.withoutClusters();
        labctl.chapters.file("chapter04/kind.yaml", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n");

        assertThat(document(line).get("findings"))
                .isEqualTo(document("show chapter04").get("findings"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.get("reason").stringValue()).isEqualTo("DEFAULT_CNI_ENABLED"));
    }

    /** labctl has the keys and types of one chart; what that of another version refuses it cannot know. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plan chapter04|1.18.9|LAB_INVALID",
                "plan chapter04 --cilium-version 1.18.2|1.19.0|LAB_INVALID",
                "plan chapter04 --cilium-version 1.19.0|none|VERSION_RULES",
                "plan chapter04|1.17.4|VERSION_RULES",
                "show chapter04|1.19.0|VERSION_RULES",
                "show chapter04|none|LAB_INVALID",
                "show chapter04|latest|LAB_INVALID",
                "run chapter04 --cilium-version 1.19.0 --dry-run|none|VERSION_RULES",
                "up chapter04 --dry-run|1.19.0|VERSION_RULES"
            })
    void aValueOfAWrongTypeIsRefusedWhereTheChartIsKnown(String line, String variable, String reason) {
        labctl.withoutClusters();
        labctl.chapters.file("chapter04/values.yaml", "ipv6: {enabled: 'true'}\n");
        if (!variable.equals("none")) {
            labctl.with("LABCTL_CILIUM_VERSION", variable);
        }

        JsonNode json = document(line);

        if (reason.equals("LAB_INVALID")) {
            assertThat(json.get("reason").stringValue()).isEqualTo(reason);
            return;
        }
        assertThat(json.get("outcome").stringValue()).isEqualTo("done");
        assertThat(json.get("findings").valueStream())
                .filteredOn(finding -> finding.get("message").stringValue().startsWith("values.yaml:1: `ipv6.enabled`"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.get("reason").stringValue()).isEqualTo(reason);
                    assertThat(finding.get("severity").stringValue()).isEqualTo("warning");
                    assertThat(finding.get("message").stringValue())
                            .contains("according to the chart of 1.18.2; labctl does not know that of 1.1");
                });
    }

    @Test
    void optionsForAnotherChartAreNotRefusedEither() {
        JsonNode json = document("plan chapter12 --cilium-version 1.19.0 --set ipv6.enabled=text");

        assertThat(json.get("findings").valueStream())
                .filteredOn(finding -> finding.get("message").stringValue().startsWith("--set: `ipv6.enabled`"))
                .extracting(finding -> finding.get("reason").stringValue())
                .containsExactly("VERSION_RULES");
    }

    @Test
    void showWithOtherValues() {
        labctl.file("mine.yaml", "ipam: {mode: kubernetes}\n");

        JsonNode json = document("show chapter04 -u cluster-scope --values mine.yaml");

        assertThat(json.get("settings").get("IPAM mode").stringValue()).isEqualTo("kubernetes");
        assertThat(json.get("valueOrigins").get("ipam.mode").stringValue()).isEqualTo("mine.yaml:1");
        assertThat(document("show chapter04 --values missing.yaml")
                        .get("reason")
                        .stringValue())
                .isEqualTo("LAB_INVALID");
    }

    // what is not there

    @Test
    void aLabOnEksNeedsTheToolsOfAws() {
        assertThat(run("up chapter04 -u eni-mode").err()).startsWith("error: TOOL_MISSING: aws is not on the PATH\n");
        assertThat(labctl.runner.calls()).isEmpty();
    }

    /** An AWS without clusters, and an account to pay for one. */
    private void onAws() {
        labctl.install("aws");
        labctl.install("eksctl");
        labctl.with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE").with("AWS_SECRET_ACCESS_KEY", "example");
        labctl.runner
                .recorded("aws sts get-caller-identity", "aws-identity")
                .recorded("aws eks describe-cluster", "aws-cluster-missing")
                .says("aws cloudformation describe-stacks", "{\"stacks\": []}");
    }

    @Test
    void nothingThatCostsMoneyIsCreatedWithoutBeingAsked() {
        onAws();

        assertGolden(
                "cli/eks-not-confirmed.txt", run("up chapter04 -u eni-mode").err());
        labctl.keyboard = Optional.of("n\n");
        Ended refused = run("run chapter04 -u eni-mode");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("USD an hour", "Create it? [y/N] ", "NOT_CONFIRMED");
        assertThat(run("reset chapter04 -u eni-mode").code()).isEqualTo(4);
        assertThat(labctl.runner.lines()).noneMatch(line -> line.startsWith("eksctl"));
    }

    /** A name that is known to be on EKS means that cluster, unless a lab on kind is named. */
    @Test
    void aLabOnKindNeverAsksAws() {
        labctl.file("home/.local/state/labctl/eks/cilium-book.json", "{\"region\": \"eu-west-1\", \"account\": \"1\"}");
        labctl.withoutClusters();

        assertThat(run("status chapter04 -u cluster-scope").out()).contains("there is no cluster cilium-book");
        assertThat(labctl.runner.lines()).allMatch(line -> line.startsWith("kind ") || line.startsWith("docker "));
        assertThat(run("status").err()).contains("aws is not on the PATH");
    }

    @Test
    void aDryRunOnEksTellsTheCostToo() {
        onAws();

        assertGolden(
                "cli/eks-dry-run.txt",
                run("run chapter04 -u eni-mode --dry-run").out());
        assertThat(document("up chapter04 -u eni-mode --dry-run").get("costs").size())
                .isEqualTo(6);
    }

    @Test
    void whatStopsACreationOnEksIsSaidAndRemoved() {
        onAws();
        labctl.runner
                .says("eksctl version", "0.215.0\n")
                .says("aws --version", "aws-cli/2.15.0\n")
                .says("cilium version", "cilium-cli: v0.19.4\n")
                .recorded("eksctl create cluster", "eksctl-create-quota");

        assertGolden("cli/eks-quota.txt", run("up chapter04 -u eni-mode --yes").err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"up chapter04", "run chapter04", "down", "status", "ipam", "logs", "context", "apply chapter04"})
    void withoutDockerThereIsOneDocumentAllTheSame(String line) {
        labctl.runner.recorded("kind get clusters", "kind-get-clusters-docker-down");

        Ended ended = run(line + " -o json");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(reason(ended)).isEqualTo("DOCKER_UNREACHABLE");
        assertThat(ended.json().get("details").get(1).stringValue()).startsWith("Command Output: Cannot connect");
        assertThat(ended.err()).startsWith("error: DOCKER_UNREACHABLE: Docker does not respond\n");
    }

    @Test
    void withoutKindItIsSaidHowToGetIt() throws IOException {
        Files.delete(labctl.bin.resolve("kind"));

        Ended ended = run("up chapter04");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualTo(
                        """
                        error: TOOL_MISSING: kind is not on the PATH
                          kind: go install sigs.k8s.io/kind@v0.33.0, or https://kind.sigs.k8s.io/docs/user/quick-start/#installation
                        next: Install what is missing; `labctl doctor` checks the machine.\
                         Or add --rehearse: it simulates the lab with Java alone.
                        """);
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cilium-install chapter04",
                "apply chapter04",
                "wait",
                "delete",
                "logs",
                "context",
                "cilium-uninstall"
            })
    void whatNeedsAClusterSaysThatThereIsNone(String line) {
        labctl.withoutClusters();

        assertThat(run(line))
                .isEqualTo(new Ended(
                        3,
                        "",
                        "error: CLUSTER_MISSING: there is no cluster cilium-book\n"
                                + "next: Create it: `labctl up CHAPTER --use-case USE_CASE`.\n"));
    }

    @Test
    void theStatusOfAClusterThatIsNotThereIsNoFailure() {
        labctl.withoutClusters();

        assertThat(run("status"))
                .isEqualTo(new Ended(
                        0,
                        "state       there is no cluster cilium-book\n"
                                + "next        labctl up CHAPTER --use-case USE_CASE\n",
                        ""));
        assertThat(document("status").get("state").stringValue()).isEqualTo("there is no cluster cilium-book");
    }

    @Test
    void theStatusOfNoClusterAtAllIsNoFailureEither() {
        labctl.withoutClusters();

        assertThat(run("status --all")).isEqualTo(new Ended(0, "there is no cluster that labctl created\n", ""));
        assertThat(document("status --all").get("clusters")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs -f|--follow writes text only: a JSON or YAML document has an end",
                "logs --bundle x.zip agent|--bundle collects everything, so it takes neither targets nor options that select"
                        + " lines",
                "logs --bundle x.zip --since 5m|--bundle collects everything, so it takes neither targets nor options that"
                        + " select lines",
                "logs --lines=-1|--lines takes a number of 0 or more, not -1"
            })
    void whatDoesNotGoTogetherInLogsIsWrongUsage(String line, String message) {
        JsonNode document = document(line);

        assertThat(document.get("reason").stringValue()).isEqualTo("USAGE");
        assertThat(document.get("message").stringValue()).isEqualTo(message);
        assertThat(labctl.runner.calls()).isEmpty();
    }

    @Test
    void aResetNeedsALabWhereNoClusterSaysWhichOne() {
        labctl.withoutClusters();

        assertThat(document("reset").get("reason").stringValue()).isEqualTo("CHAPTER_MISSING");
    }

    @Test
    void doctorLooksAtTheMachine() {
        labctl.withoutClusters()
                .runner
                .says("cilium version --client", "cilium-cli: v0.19.1\n")
                .says("kubectl version --client", "Client Version: v1.34.2\n");

        assertThat(run("doctor"))
                .isEqualTo(new Ended(
                        0,
                        """
                        ok       docker   Docker 28.3.3, cgroup v2, 16.0 GiB, 8 CPUs
                        ok       kind     kind 0.33.0
                        ok       cilium   cilium 0.19.1
                        ok       kubectl  kubectl 1.34.2
                        ok       inotify  524288 watches, 512 instances
                        """,
                        ""));
        assertThat(document("doctor chapter04 -u cluster-scope").get("findings"))
                .hasSize(5);
    }

    @Test
    void doctorCountsClustersFromOne() {
        assertThat(run("doctor --clusters 0"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "error: USAGE: --clusters takes a number from 1\nnext: Run `labctl doctor --help` for the"
                                + " usage.\n"));
    }

    @Test
    void doctorFailsOnWhatTheLabCannotDoWithout() throws IOException {
        labctl.withoutClusters().runner.says("kubectl version --client", "Client Version: v1.34.2\n");
        Files.delete(labctl.bin.resolve("cilium"));

        Ended ended = run("doctor -o json");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(reason(ended)).isEqualTo("TOOL_MISSING");
        assertThat(ended.json().get("findings")).hasSize(5);
    }

    // down

    @Test
    void downOfAClusterThatIsNotThereIsDoneTwice() {
        labctl.withoutClusters();
        Ended ended = run("down");

        assertThat(ended)
                .isEqualTo(new Ended(
                        0,
                        "there is no cluster cilium-book\n",
                        "delete cluster ...\ndelete cluster: nothing to do (there is no cluster cilium-book)\n"));
        assertThat(run("down")).isEqualTo(ended);
        assertThat(labctl.runner.lines()).containsExactly("kind get clusters", "kind get clusters");
    }

    private ScriptedRunner aCluster() {
        return labctl.runner
                .says("kind get clusters", "cilium-book\n")
                .says("kind get nodes", "cilium-book-control-plane\ncilium-book-worker\n")
                .recorded("kind get kubeconfig", "kind-get-kubeconfig-stopped")
                .says("docker ps", "cilium-book-control-plane\n")
                .recorded("kind delete", "kind-delete");
    }

    /** Docker copies the mark out into the file that is named last. */
    private static ProcessResult marked(ProcessSpec command) {
        try {
            Files.writeString(Path.of(command.arguments().get(2)), "stage=whole\nhost=laptop\npid=7\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ScriptedRunner.succeeded(command, "");
    }

    @Test
    void downDeletesAClusterOfOursThoughItsNodesAreStopped() {
        aCluster().answer("docker cp", CommandLineTest::marked);

        Ended ended = run("down");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("there is no cluster cilium-book\n");
        assertThat(ended.err()).isEqualTo("delete cluster ...\ndelete cluster: done in 0.0 s\n");
        assertThat(labctl.runner.lines()).last().isEqualTo("kind delete cluster --name cilium-book");
    }

    @Test
    void downLeavesAClusterOfSomeoneElsesAlone() {
        aCluster()
                .fails("docker cp", "Could not find the file /kind/labctl in container")
                .says("docker container inspect", "/var\n");

        Ended ended = run("down -o json");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(reason(ended)).isEqualTo("CLUSTER_NOT_OURS");
        assertThat(ended.json().get("outcome").stringValue()).isEqualTo("refused");
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(labctl.runner.lines()).noneMatch(line -> line.startsWith("kind delete"));
    }

    @Test
    void downAllTakesOursAndLeavesTheOthers() {
        labctl.runner
                .says("kind get clusters", "mine\nother\n")
                .answer("docker cp mine-control-plane", CommandLineTest::marked)
                .fails("docker cp", "Could not find the file /kind/labctl in container")
                .says("docker container inspect", "/var\n")
                .says("kind get nodes", "x\n")
                .recorded("kind get kubeconfig", "kind-get-kubeconfig-stopped")
                .says("docker ps", "")
                .recorded("kind delete", "kind-delete");

        Ended ended = run("down --all");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("no cluster that labctl created is left\n");
        assertThat(labctl.runner.lines())
                .filteredOn(line -> line.startsWith("kind delete"))
                .containsExactly("kind delete cluster --name mine");
    }

    /** A Docker that does not say whose a cluster is has not said that it is nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {"down", "down --all"})
    void silenceIsNotTakenForANo(String line) {
        aCluster().answer("docker cp", command -> new ProcessResult.TimedOut(command, Output.EMPTY, Output.EMPTY));

        Ended ended = run(line + " -o json");

        assertThat(ended.code()).as(ended.out()).isNotIn(0, 4);
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
    }

    // dry runs

    private static final String CREATE =
            "kind create cluster --name cilium-book --image " + IMAGE + " --config BOOK/chapters/common/kind.yaml\n";

    @Test
    void aDryRunOfUpIsTheLineOfKind() {
        labctl.withoutClusters();

        assertThat(dryRun("up chapter04 -u cluster-scope"))
                .isEqualTo("# check machine\n# create cluster\n" + CREATE + "# join nodes\n");
        assertThat(labctl.runner.lines()).containsExactly("kind get clusters");
    }

    @Test
    void aDryRunOfRunIsEveryLineInOrder() {
        labctl.withoutClusters();

        assertThat(dryRun("run chapter04 -u cluster-scope --down"))
                .isEqualTo(
                        "# check machine\n# create cluster\n" + CREATE
                                + """
                        # install Cilium
                        cilium install --context kind-cilium-book --version 1.18.2 --values BOOK/chapters/chapter04/cluster-scope/values.yaml
                        # join nodes
                        # wait for Cilium
                        cilium status --context kind-cilium-book --wait
                        kubectl --context kind-cilium-book wait --for=condition=Ready nodes --all --timeout=180s
                        # apply manifests
                        kubectl --context kind-cilium-book apply --server-side --field-manager=labctl -f BOOK/chapters/chapter04/cluster-scope/manifests/10-one.yaml
                        kubectl --context kind-cilium-book apply --server-side --field-manager=labctl -f BOOK/chapters/chapter04/cluster-scope/manifests/20-two.yaml
                        # wait for objects
                        # wait for system pods
                        # verify: nothing to do (the lab has no expectations)
                        # delete cluster
                        kind delete cluster --name cilium-book
                        """);
        assertThat(labctl.runner.lines()).containsExactly("kind get clusters");
    }

    @Test
    void aDryRunForAnotherNamePutsTheNameIntoTheValues() {
        labctl.withoutClusters();

        assertThat(dryRun("run chapter04 -u cluster-scope --cluster two"))
                .contains("kind create cluster --name two --image ")
                .contains("cilium install --context kind-two --version 1.18.2 --values"
                        + " <(sed 's/cilium-book-control-plane/two-control-plane/'"
                        + " BOOK/chapters/chapter04/cluster-scope/values.yaml)\n")
                .contains("kubectl --context kind-two apply ");
    }

    @Test
    void aDryRunOfResetDeletesWhatIsNotThereAndMakesIt() {
        labctl.withoutClusters();

        assertThat(dryRun("reset chapter04"))
                .isEqualTo("# delete cluster: nothing to do (there is no cluster cilium-book)\n"
                        + "# check machine\n# create cluster\n" + CREATE + "# join nodes\n");
    }

    @Test
    void aDryRunOfDown() {
        labctl.withoutClusters();
        assertThat(dryRun("down")).isEqualTo("# delete cluster: nothing to do (there is no cluster cilium-book)\n");
        assertThat(dryRun("down --all"))
                .isEqualTo("# delete clusters: nothing to do (there is none that labctl created)\n");
    }

    @Test
    void aDryRunOfDownOnAClusterDeletesNothing() {
        aCluster().answer("docker cp", CommandLineTest::marked);

        assertThat(dryRun("down")).isEqualTo("# delete cluster\nkind delete cluster --name cilium-book\n");
        assertThat(labctl.runner.lines()).noneMatch(line -> line.startsWith("kind delete"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cilium-install chapter04", "apply chapter04", "wait", "delete", "cilium-uninstall", "context"})
    void aDryRunOfWhatNeedsAClusterSaysThatThereIsNone(String line) {
        labctl.withoutClusters();

        Ended ended = run(line + " --dry-run -o json");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(reason(ended)).isEqualTo("CLUSTER_MISSING");
    }

    @Test
    void aDryRunAsJsonIsThePlan() {
        labctl.withoutClusters();

        JsonNode json = document("run chapter04 -u cluster-scope --dry-run");

        assertThat(json.get("outcome").stringValue()).isEqualTo("done");
        assertThat(json.get("steps")).isEmpty();
        List<String> commands = new ArrayList<>();
        json.get("plan").forEach(step -> step.get("commands").forEach(line -> commands.add(line.stringValue())));
        assertThat(commands).hasSize(6).allSatisfy(line -> assertThat(line).matches("(kind|cilium|kubectl) .*"));
    }

    @Test
    void aPathWithSpacesIsQuoted() {
        labctl.withoutClusters();
        new TestChapters(folder.resolve("my book"))
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/lab.yaml", "title: x\n");

        assertThat(labctl.run("up", "chapter04", "--dry-run", "--chapters", "my book/chapters")
                        .out())
                .contains(" --config 'BOOK/my book/chapters/common/kind.yaml'\n");
    }

    // streams

    private ScriptedRunner aPortIsTaken() {
        return labctl.withoutClusters()
                .runner
                .recorded("kind create", "kind-create-port-taken")
                .fails("docker cp", "No such container")
                .fails("docker container inspect", "No such container")
                .recorded("kind delete", "kind-delete-missing");
    }

    @Test
    void aStepThatFailsIsToldOnStandardErrorWhileItHappens() {
        aPortIsTaken();

        Ended ended = run("up chapter04");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("check machine ...\ncheck machine: done in 0.0 s\ncreate cluster ...\n")
                .contains("error: PORT_TAKEN: port 18999, which the lab's kind.yaml requires, is in use")
                .endsWith("or change the port in kind.yaml.\n");
        assertThat(ended.err()).containsPattern("\ncreate cluster: failed after [0-9.]+ s \\(port 18999");
    }

    @Test
    void standardOutputIsOneDocumentAlsoWhenAStepFails() {
        aPortIsTaken();

        JsonNode json = document("up chapter04");

        assertThat(json.get("outcome").stringValue()).isEqualTo("failed");
        assertThat(json.get("reason").stringValue()).isEqualTo("PORT_TAKEN");
        assertThat(json.get("provider").stringValue()).isEqualTo("kind");
        List<String> steps = new ArrayList<>();
        json.get("steps")
                .forEach(step -> steps.add(step.get("name").stringValue() + " "
                        + step.get("outcome").stringValue()));
        assertThat(steps).containsExactly("check machine done", "create cluster failed", "join nodes skipped");
    }

    @Test
    void quietIsQuietOnSuccess() {
        labctl.withoutClusters();

        assertThat(run("down -q")).isEqualTo(new Ended(0, "there is no cluster cilium-book\n", ""));
    }

    @Test
    void quietStillTellsAFailure() {
        aPortIsTaken();

        Ended ended = run("up chapter04 -q");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).startsWith("error: PORT_TAKEN: ").doesNotContain("create cluster ...");
    }

    @Test
    void verboseShowsTheCallsAsTheyWouldBeTyped() {
        labctl.withoutClusters();

        assertThat(run("down --verbose").err())
                .isEqualTo("  | $ kind get clusters\ndelete cluster ...\n"
                        + "delete cluster: nothing to do (there is no cluster cilium-book)\n");
        assertThat(run("down").err()).doesNotContain("kind get clusters");
    }

    @Test
    void verboseLeavesStandardOutputAlone() {
        labctl.withoutClusters();

        assertThat(run("down -v -o json").out()).isEqualTo(run("down -o json").out());
    }

    @Test
    void nothingOfTheEnvironmentIsShown() {
        labctl.with("KUBECONFIG", "/secret/place").with("AWS_SECRET_ACCESS_KEY", "hunter2");
        aPortIsTaken();

        Ended ended = run("up chapter04 --verbose -o json");

        assertThat(ended.out() + ended.err()).doesNotContain("/secret/place").doesNotContain("hunter2");
    }

    @Test
    void colourIsForTerminalsThatHaveIt() {
        labctl.withoutClusters();
        labctl.style = new Style(true, true, true, 80);

        assertThat(run("list").out()).contains("\u001B[1mchapter04\u001B[0m");
        assertThat(run("list --no-color").out()).doesNotContain("\u001B");
        assertThat(run("list -o json").out()).doesNotContain("\u001B");
        assertThat(run("up nowhere").err()).contains("\u001B[31merror: ");
        assertThat(run("up nowhere --no-color -q").err()).doesNotContain("\u001B");
        assertThat(run("lisst").err()).contains("\u001B[31merror: ");
        assertThat(run("lisst --no-color").err()).doesNotContain("\u001B");
    }

    @Test
    void aTerminalSeesTheStepsAndNothingIsLeftOfTheSpinner() {
        labctl.withoutClusters();
        labctl.style = new Style(false, true, true, 80);

        Ended ended = run("down");

        assertThat(ended.out()).isEqualTo("there is no cluster cilium-book\n");
        assertThat(ended.err())
                .endsWith("\r\u001B[K✓ delete cluster: nothing to do (there is no cluster cilium-book)\n");
    }

    // ends that nobody planned

    private static ProcessResult defect() {
        throw new IllegalStateException("the runner broke");
    }

    @Test
    void aDefectIsTheProgramsOwnFault() {
        Ended ended = labctl.run((command, deadline, lines) -> defect(), "down", "-o", "json");

        assertThat(ended.code()).isEqualTo(70);
        assertThat(reason(ended)).isEqualTo("BUG");
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
        assertThat(ended.err())
                .isEqualTo(
                        """
                        error: BUG: labctl has a defect: java.lang.IllegalStateException: the runner broke
                        next: Run it with --verbose and report what it prints.
                        """);
    }

    @Test
    void aDefectShowsWhereItIsOnlyToThoseWhoWantIt() {
        Ended ended = labctl.run((command, deadline, lines) -> defect(), "down", "--verbose");

        assertThat(ended.code()).isEqualTo(70);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("error: BUG: labctl has a defect: ")
                .contains("at dev.labctl.cli.CommandLineTest.defect(")
                .contains("next: Please report it with these lines.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "down --all", "status", "up chapter04", "run chapter04", "reset chapter04", "wait"})
    void anInterruptionEndsTheCommandAsOne(String line) {
        Ended ended;
        Thread.currentThread().interrupt();
        try {
            ended = run(line + " -o json");
        } finally {
            assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
        }

        assertThat(ended.code()).isEqualTo(130);
        assertThat(reason(ended)).isEqualTo("INTERRUPTED");
        assertThat(ended.json().get("outcome").stringValue()).isEqualTo("interrupted");
        assertThat(ReportSchema.problems(ended.out())).isEmpty();
    }

    /** Wherever Ctrl-C meets a command that only looks, its end says so, and nothing false about the cluster. */
    @ParameterizedTest
    @ValueSource(strings = {"kind get clusters", "docker cp", "kind get nodes", "kind get kubeconfig", "docker ps"})
    void anInterruptionDuringACallIsNotTakenForAnAnswer(String call) {
        List<String> lines = List.of(
                "kind get clusters", "docker cp", "kind get nodes", "kind get kubeconfig", "docker ps", "kind delete");
        for (String line : lines) {
            if (line.equals(call)) {
                labctl.runner.answer(line, command -> {
                    Thread.currentThread().interrupt();
                    return new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY);
                });
            }
        }
        // Of a cluster whose nodes are stopped, the kubeconfig is not asked for.
        labctl.runner.says("docker ps", "cilium-book-control-plane Up 3 minutes\n");
        aCluster().fails("docker cp", "Could not find the file").says("docker container inspect", "/var\n");

        Ended ended;
        try {
            ended = run("down -o json");
        } finally {
            assertThat(Thread.interrupted()).as("the call was made").isTrue();
        }
        assertThat(ended.code()).as(ended.out()).isEqualTo(130);
        assertThat(reason(ended)).isEqualTo("INTERRUPTED");
    }

    @Test
    void anArgumentWithAnAtSignIsNoFileOfArguments() {
        assertThat(labctl.run("show", "@..").err())
                .startsWith("error: NAME_INVALID: \"@..\" is not a valid chapter name");
        assertThat(labctl.run("status", "--cluster", "@no-such-file").code()).isEqualTo(2);
    }

    @Test
    void whatCanBeNoPathIsWrongUsage() {
        Ended ended = labctl.run("status", "--from", "a\u0000b");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("\"a?b\" can be no path").doesNotContain("java.");
    }
}
