package dev.labctl.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    private static final Path FILE = Path.of("/lab/x.yaml");

    private final Problems problems = new Problems();

    private List<YamlNode> read(String text) {
        return YamlReader.read(FILE, text, Dialect.UNAMBIGUOUS, problems);
    }

    private List<String> lines() {
        return problems.all().stream()
                .map(problem -> problem.line(Path.of("/lab")))
                .toList();
    }

    @Test
    void valuesHaveJsonTypes() {
        List<YamlNode> documents = read("a: 1\nb: [x, true, 1.5, ~]\nc:\n  d: \"5\"\n");

        assertThat(problems.none()).isTrue();
        assertThat(documents).hasSize(1);
        Map<?, ?> tree = (Map<?, ?>) documents.get(0).tree();
        assertThat(tree.get("a")).isEqualTo(1L);
        assertThat(((List<?>) tree.get("b")).subList(0, 3)).isEqualTo(List.of("x", true, 1.5));
        assertThat(((List<?>) tree.get("b")).get(3)).isNull();
        assertThat(tree.get("c")).isEqualTo(Map.of("d", "5"));
    }

    @Test
    void everyValueHasItsPosition() {
        YamlNode.Mapping root =
                (YamlNode.Mapping) read("a: 1\nb:\n  - c: deep\n").get(0);

        YamlNode.Sequence list = (YamlNode.Sequence) root.get("b").orElseThrow();
        YamlNode.Mapping item = (YamlNode.Mapping) list.items().get(0);
        assertThat(item.get("c").orElseThrow().position()).isEqualTo(new Position(FILE, 3, 8));
        assertThat(root.entries().get("b").key()).isEqualTo(new Position(FILE, 2, 1));
    }

    @Test
    void emptyDocumentsAreIgnored() {
        assertThat(read("---\n---\na: 1\n---\n# nothing\n")).hasSize(1);
        assertThat(read("")).isEmpty();
        assertThat(read("# only this\n")).isEmpty();
        assertThat(problems.none()).isTrue();
    }

    @Test
    void invalidYamlIsReportedWithItsPosition() {
        read("a: 1\nb: [1, 2\nc: 3\n");

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("x.yaml:3:2: not valid YAML: ")
                .contains("expected ',' or ']'");
    }

    @Test
    void documentsBeforeAnInvalidOneAreKept() {
        assertThat(read("a: 1\n---\nb: {\n")).hasSize(1);
        assertThat(problems.none()).isFalse();
    }

    @Test
    void tabsAreRefusedAsIndentation() {
        read("a:\n\tb: 1\n");

        assertThat(lines()).singleElement().asString().startsWith("x.yaml:2:1: not valid YAML");
    }

    @Test
    void allProblemsAreReportedInOrderOfPosition() {
        read("z: n\na: 1\na: 2\nb: !!int hi\nn: 1\nmode: 0644\nc: !Thing {}\n");

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("x.yaml:1:4: `n` is the boolean false to Kubernetes"),
                        line -> assertThat(line).startsWith("x.yaml:3:1: the key `a` is already in line 2"),
                        line -> assertThat(line).startsWith("x.yaml:4:4: `hi` does not fit its tag"),
                        line -> assertThat(line).startsWith("x.yaml:5:1: the key `n` is not text to Kubernetes"),
                        line -> assertThat(line).startsWith("x.yaml:6:7: `0644` is the number 420"),
                        line -> assertThat(line).startsWith("x.yaml:7:4: a tag is not supported"));
    }

    @Test
    void aTextTagIsAccepted() {
        assertThat(((Map<?, ?>) read("a: !!str 123\nb: !!str true\n").get(0).tree()))
                .isEqualTo(Map.of("a", "123", "b", "true"));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void quotedScalarsAreText() {
        assertThat(((Map<?, ?>) read("a: 'n'\nb: \"0644\"\n'on': x\n").get(0).tree()))
                .isEqualTo(Map.of("a", "n", "b", "0644", "on", "x"));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void keysMustBeText() {
        read("? [a, b]\n: 1\n? {c: d}\n: 2\n80: x\n");

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("a key must be text, not a list"),
                        line -> assertThat(line).contains("a key must be text, not a mapping"),
                        line -> assertThat(line).contains("the key `80` is not text"));
    }

    /** What kubectl 1.33, Helm 3.18 and kind 0.33 make of it; the first two agree. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: 0755 | {mode=493} | {mode=493}",
                "a: 1_000 | {a=1000} | {a=1000}",
                "a: 3.0 | {a=3} | {a=3}",
                "a: 1e3 | {a=1000} | {a=1000}",
                "a: 0999 | {a=999} | {a=999}",
                "a: 1.5 | {a=1.5} | {a=1.5}",
                "a: 1e300 | {a=1.0E300} | {a=1.0E300}",
                "a: yes | {a=true} | {a=true}",
                "a: | {a=null} | {a=null}",
                "a: !!binary aGk= | {a=hi} | {a=hi}",
                "a: !!str 5 | {a=5} | {a=5}",
                "a: !!int '5' | {a=5} | {a=5}",
                "a: !!float 5 | {a=5} | {a=5}",
                "a: !!bool 'yes' | {a=true} | {a=true}",
                "80: x | {80=x} | {80=x}",
                "0755: x | {493=x} | {0755=x}",
                "1.5: x | {1.5=x} | {1.5=x}",
                "1e3: x | {1000=x} | {1e3=x}",
                "on: x | {true=x} | {on=x}",
                "n: x | {false=x} | {n=x}",
                "'on': x | {on=x} | {on=x}",
                "a: {<<: {x: 1}, k: 2} | {a={x=1, k=2}} | {a={x=1, k=2}}",
                "a: {<<: {x: 1}, x: 2} | {a={x=2}} | {a={x=2}}",
                "a: {x: 2, <<: {x: 1}} | {a={x=1}} | {a={x=2}}",
                "a: {<<: [{x: 1}, {x: 2, z: 3}]} | {a={x=1, z=3}} | {a={x=1, z=3}}",
                "a: {'<<': {x: 1}} | {a={<<={x=1}}} | {a={<<={x=1}}}",
            })
    void filesOfToolsAreReadAsTheToolsDo(String text, String kubernetes, String kind) {
        assertThat(YamlReader.read(FILE, text, Dialect.KUBERNETES, problems)
                        .get(0)
                        .tree())
                .hasToString(kubernetes);
        assertThat(YamlReader.read(FILE, text, Dialect.KIND, problems).get(0).tree())
                .hasToString(kind);
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1e999 | `1e999` is no number that JSON, and so Kubernetes, has",
                "a: .inf | `.inf` is no number that JSON, and so Kubernetes, has",
                "a: -.nan: | not valid YAML",
                "a: !!binary '%%%' | the value of `!!binary` is not base64",
                "a: !!null x | `x` does not fit its tag",
                "a: !!int 1.5 | `1.5` does not fit its tag",
                "a: {<<: 5} | `<<` takes a mapping, or a list of mappings",
                "a: {<<: [{x: 1}, 5]} | `<<` takes a mapping, or a list of mappings",
                "~: x | a key is empty",
                "a: !Thing {} | a tag is not supported",
            })
    void whatKubernetesRefuses(String text, String message) {
        YamlReader.read(FILE, text, Dialect.KUBERNETES, problems);

        assertThat(lines()).singleElement().asString().contains(message);
    }

    /** Gateway API v1.4.1 {@code standard-install.yaml} has 1.2 MB, 30,000 lines and no alias. */
    @Test
    void aLongFileWithoutAliasesIsRead() {
        StringBuilder text = new StringBuilder("list:\n");
        for (int i = 0; i < 60_000; i++) {
            text.append("- name: item-").append(i).append('\n');
        }

        Object tree = YamlReader.read(FILE, text.toString(), Dialect.KUBERNETES, problems)
                .get(0)
                .tree();

        assertThat(text.length()).isGreaterThan(1 << 20);
        assertThat(Tree.list(tree, "list")).hasSize(60_000);
        assertThat(lines()).isEmpty();
    }

    @Test
    void aliasesAreExpanded() {
        assertThat(read("a: &x {k: v}\nb: *x\n").get(0).tree())
                .isEqualTo(Map.of("a", Map.of("k", "v"), "b", Map.of("k", "v")));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void anAliasOfItselfIsRefused() {
        read("a: &x [*x]\n");

        assertThat(lines()).singleElement().asString().contains("contains itself");
    }

    /** Nine levels of nine aliases represent hundreds of millions of values. */
    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a").append(level).append(": &a").append(level).append(" [");
            bomb.append(String.join(", ", java.util.Collections.nCopies(9, alias)))
                    .append("]\n");
        }

        read(bomb.toString());

        assertThat(lines()).singleElement().asString().contains("aliases");
    }

    /** Fewer aliases than the parser's own limit, but still millions of values. */
    @Test
    void aSmallAliasBombIsLimited() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int level = 1; level <= 16; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a").append(level).append(": &a").append(level).append(" [");
            bomb.append(String.join(", ", java.util.Collections.nCopies(3, alias)))
                    .append("]\n");
        }

        read(bomb.toString());

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("more than 50000 values after its aliases are expanded");
    }

    @Test
    void depthIsLimited() {
        read("[".repeat(200) + "]".repeat(200));

        assertThat(lines()).singleElement().asString().contains("Nesting Depth exceeded max 50");
    }
}
