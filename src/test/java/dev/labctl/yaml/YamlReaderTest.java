package dev.labctl.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private static final Path FILE = Path.of("/lab/x.yaml");

    private final Problems problems = new Problems();

    private List<YamlNode> read(String text) {
        return YamlReader.read(FILE, text, problems);
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
        read("z: n\na: 1\na: 2\nb: !!binary aGk=\nn: 1\nmode: 0644\nc: !Thing {}\n");

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("x.yaml:1:4: `n` is the boolean false to Kubernetes"),
                        line -> assertThat(line).startsWith("x.yaml:3:1: the key `a` is already in line 2"),
                        line -> assertThat(line).startsWith("x.yaml:4:4: the tag tag:yaml.org,2002:binary"),
                        line -> assertThat(line).startsWith("x.yaml:5:1: the key `n` is not text to Kubernetes"),
                        line -> assertThat(line).startsWith("x.yaml:6:7: `0644` is the number 420"),
                        line -> assertThat(line).startsWith("x.yaml:7:4: the tag !Thing is not supported"));
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

    @Test
    void mergeKeysAreRefused() {
        read("base: &b {x: 1}\nother:\n  <<: *b\n");

        assertThat(lines()).singleElement().asString().contains("merge keys");
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
