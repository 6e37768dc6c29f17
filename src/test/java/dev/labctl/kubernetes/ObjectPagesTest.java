package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectPagesTest {
    /** The next page is asked for by another thread. */
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private static String page(String next, String... names) {
        List<String> items = List.of(names).stream()
                .map(name -> "{\"metadata\": {\"name\": \"" + name
                        + "\", \"managedFields\": [1]}, \"spec\": {\"containers\": [{\"image\": \"same\"}]}}")
                .toList();
        return "{\"metadata\": {\"continue\": \"" + next + "\"}, \"items\": " + items + "}";
    }

    private List<KubeObject> read(String path, Map<String, String> pages) {
        return ObjectPages.read(path, "v1", "Pod", asking -> {
            asked.add(asking);
            String answer = pages.get(asking);
            if ("gone".equals(answer)) {
                throw new ApiException(ApiException.Kind.REFUSED, 410, "the continue parameter is too old");
            }
            return answer;
        });
    }

    @Test
    void pagesAreReadUntilThereIsNone() {
        List<KubeObject> pods = read(
                "/pods",
                Map.of(
                        "/pods?limit=500",
                        page("a=b", "one", "two"),
                        "/pods?limit=500&continue=a%3Db",
                        page("", "three")));

        assertThat(pods).extracting(KubeObject::name).containsExactly("one", "two", "three");
        assertThat(pods).extracting(KubeObject::kind).containsOnly("Pod");
        assertThat(pods).noneMatch(pod -> Tree.at(pod.tree(), "metadata", "managedFields")
                .isPresent());
    }

    /** The API server's own lists begin with their metadata, but JSON allows any order. */
    @Test
    void theNextPageMayAlsoBeNamedAfterTheItems() {
        List<KubeObject> pods = read(
                "/pods",
                Map.of(
                        "/pods?limit=500",
                        "{\"items\": [{\"metadata\": {\"name\": \"one\"}}], \"metadata\": {\"continue\": \"next\"}}",
                        "/pods?limit=500&continue=next",
                        page("", "two")));

        assertThat(pods).extracting(KubeObject::name).containsExactly("one", "two");
        assertThat(asked).containsExactly("/pods?limit=500", "/pods?limit=500&continue=next");
    }

    @Test
    void whatPodsHaveInCommonIsHeldOnce() {
        List<KubeObject> pods = read("/pods", Map.of("/pods?limit=500", page("", "one", "two")));

        assertThat(pods.get(0).tree().get("spec")).isEqualTo(pods.get(1).tree().get("spec"));
        assertThat(Tree.at(pods.get(0).tree(), "spec", "containers").orElseThrow())
                .isSameAs(Tree.at(pods.get(1).tree(), "spec", "containers").orElseThrow());
    }

    @Test
    void aListThatIsTooOldIsReadAgainAtOnce() {
        List<KubeObject> pods = read(
                "/pods?labelSelector=a%3Db",
                Map.of(
                        "/pods?labelSelector=a%3Db&limit=500", page("next", "one"),
                        "/pods?labelSelector=a%3Db&limit=500&continue=next", "gone",
                        "/pods?labelSelector=a%3Db", page("", "one", "two")));

        assertThat(pods).hasSize(2);
        assertThat(asked).hasSize(3);
    }

    @Test
    void nothingAndWhatIsNoJson() {
        assertThat(read("/pods", Map.of())).isEmpty();
        assertThatThrownBy(() -> read("/pods", Map.of("/pods?limit=500", "<html>log in</html>")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ApiException.Kind.UNAVAILABLE))
                .hasMessageContaining("not JSON");
    }
}
