package dev.labctl.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of RFC 7386 and RFC 6902, with examples of their appendices. */
class PatchesTest {
    private static Map<String, Object> tree(String yaml) {
        return Tree.map(YamlReader.values(yaml).get(0));
    }

    private static List<Object> operations(String yaml) {
        return Tree.list(YamlReader.values(yaml).get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{a: b}                | {a: c}                 | {a=c}",
                "{a: b}                | {b: c}                 | {a=b, b=c}",
                "{a: b, b: c}          | {a: null}              | {b=c}",
                "{a: [b]}              | {a: c}                 | {a=c}",
                "{a: c}                | {a: [b]}               | {a=[b]}",
                "{a: {b: c}}           | {a: {b: d, c: null}}   | {a={b=d}}",
                "{a: [{b: c}]}         | {a: [1]}               | {a=[1]}",
                "{}                    | {a: {bb: {ccc: null}}} | {a={bb={}}}",
                "{e: null}             | {a: 1}                 | {e=null, a=1}"
            })
    void aMergePatchMergesMapsAndTakesAwayWhatIsNull(String tree, String patch, String merged) {
        assertThat(Patches.merge(tree(tree), tree(patch))).hasToString(merged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{foo: bar}              | [{op: add, path: /baz, value: qux}]                    | {foo=bar, baz=qux}",
                "{foo: [bar, baz]}       | [{op: add, path: /foo/1, value: qux}]                  | {foo=[bar, qux, baz]}",
                "{foo: [bar]}            | [{op: add, path: /foo/-, value: [abc]}]                | {foo=[bar, [abc]]}",
                "{baz: qux, foo: bar}    | [{op: remove, path: /baz}]                             | {foo=bar}",
                "{foo: [bar, qux, baz]}  | [{op: remove, path: /foo/1}]                           | {foo=[bar, baz]}",
                "{baz: qux, foo: bar}    | [{op: replace, path: /baz, value: boo}]                | {baz=boo, foo=bar}",
                "{foo: [1, 2]}           | [{op: replace, path: /foo/0, value: 3}]                | {foo=[3, 2]}",
                "{foo: {bar: baz}, q: {}}| [{op: move, from: /foo/bar, path: /q/thud}]            | {foo={}, q={thud=baz}}",
                "{foo: {bar: baz}}       | [{op: copy, from: /foo/bar, path: /b}]                 | {foo={bar=baz}, b=baz}",
                "{foo: [{a: 1}]}         | [{op: add, path: /foo/0/b, value: 2}]                  | {foo=[{a=1, b=2}]}",
                "{a/b: 1, m~n: 2}        | [{op: remove, path: /a~1b}, {op: remove, path: /m~0n}] | {}",
                "{baz: qux}              | [{op: test, path: /baz, value: qux}]                   | {baz=qux}"
            })
    void operationsAreAppliedInTheirOrder(String tree, String operations, String changed) {
        assertThat(Patches.apply(tree(tree), operations(operations))).hasToString(changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{op: remove, path: /bar}]               | there is no \"bar\" on its path",
                "[{op: replace, path: /bar, value: 1}]    | there is no \"bar\" on its path",
                "[{op: add, path: /baz/bat, value: qux}]  | there is no \"baz\" on its path",
                "[{op: add, path: /list/7, value: 1}]     | there is no \"7\" on its path",
                "[{op: add, path: /foo/bar, value: 1}]    | there is no \"bar\" on its path",
                "[{op: test, path: /foo, value: x}]       | the test of /foo fails",
                "[{op: spam, path: /foo}]                 | \"spam\" is no operation of a JSON patch",
                "[{op: add, value: 1}]                    | `path` must start with a slash, not be \"\"",
                "[7]                                      | `path` must start with a slash, not be \"\""
            })
    void whatCannotBeAppliedIsRefused(String operations, String why) {
        assertThatThrownBy(() -> Patches.apply(tree("{foo: bar, list: [1]}"), operations(operations)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
