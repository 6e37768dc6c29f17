package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    @Test
    void leavesPlainWordsAlone() {
        assertThat(ShellWords.join(
                        "cilium", List.of("install", "--set", "ipam.mode=cluster-pool", "-f", "/a/b_c.yaml")))
                .isEqualTo("cilium install --set ipam.mode=cluster-pool -f /a/b_c.yaml");
        assertThat(ShellWords.join("kind", List.of("10.0.0.0/8", "fd00::/48", "a,b", "x@y", "+1%")))
                .isEqualTo("kind 10.0.0.0/8 fd00::/48 a,b x@y +1%");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a b, 'a b'",
                "$HOME, '$HOME'",
                "*.yaml, '*.yaml'",
                "~, '~'",
                "{a}, '{a}'",
                "a[0], 'a[0]'",
                "=kind, '=kind'",
                "it's, 'it'\\''s'",
                "', ''\\'''",
                "a;b, 'a;b'",
                "\\, '\\'",
                "é, 'é'",
            })
    void quotesWhatAShellWouldChange(String word, String quoted) {
        assertThat(ShellWords.join("p", List.of(word))).isEqualTo("p " + quoted);
    }

    @Test
    void quotesEmptyWordsAndLineEnds() {
        assertThat(ShellWords.join("p", List.of("", "a\nb", "\t"))).isEqualTo("p '' 'a\nb' '\t'");
    }

    @Test
    void quotesTheProgramToo() {
        assertThat(ShellWords.join("my tool", List.of())).isEqualTo("'my tool'");
    }

    @Test
    void aShellReadsTheSameWords() {
        List<String> words = List.of(
                "", " ", "a b", "'", "\"", "''", "`id`", "$(id)", "a\nb\n", "!", "#", "~", "=", "*", "\\n", "é😀", "&");
        String line = ShellWords.join(
                "printf", Stream.concat(Stream.of("%s\\0"), words.stream()).toList());

        ProcessResult result =
                new JdkProcessRunner(Children.ENVIRONMENT).run(Children.sh(line), Children.later(), ignored -> {});

        assertThat(result.stdout().text()).isEqualTo(String.join("\0", words) + "\0");
    }
}
