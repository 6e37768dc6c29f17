package dev.labctl.command.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observation.Gap;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationNotesTest {
    private static final Observation SEEN = Recordings.read("small-exhausted");

    private static Observation changed(UnaryOperator<KubeObject> change, List<Gap> gaps) {
        List<KubeObject> objects = Tree.list(SEEN.tree(), "objects").stream()
                .map(tree -> change.apply(new KubeObject(Tree.map(tree))))
                .toList();
        return new Observation(SEEN.at(), SEEN.kubernetes(), objects, gaps, List.of());
    }

    @Test
    void nothingIsSaidOfAClusterThatLabctlKnowsAllAbout() {
        assertThat(ObservationNotes.of(SEEN)).isEmpty();
    }

    @Test
    void aRightThatIsMissingIsNamedWithWhatItWouldShow() {
        Observation seen = changed(object -> object, List.of(new Gap("Event", "events is forbidden")));

        assertThat(ObservationNotes.of(seen))
                .containsExactly("Not read: Events (events is forbidden). Not shown: why a pod waits.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "alibabacloud", "delegated-plugin", "crd", "something-new"})
    void modesThatAreNotModelledAreNamed(String mode) {
        Observation seen = changed(
                object -> object.kind().equals("ConfigMap")
                        ? new KubeObject(Tree.with(object.tree(), mode, "data", "ipam"))
                        : object,
                List.of());

        assertThat(ObservationNotes.of(seen)).hasSize(1).allMatch(note -> note.startsWith("IPAM mode " + mode + " "));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.18.9, ''",
        "v1.14.0, 'Cilium 1.14.0: the rules'",
        "v1.19.0-rc.1, 'Cilium 1.19.0-rc.1: the rules'",
        "v1.13.4, 'Cilium 1.13.4 is older than 1.14'",
        "latest, ''",
        "v99999999999.1.2, ''"
    })
    void anotherVersionOfCiliumIsSaid(String tag, String says) {
        Observation seen = changed(
                object -> object.ref().equals(SEEN.ciliumNamespace().agents())
                        ? new KubeObject(Tree.with(
                                object.tree(),
                                List.of(Tree.of("name", "cilium-agent", "image", "quay.io/cilium/cilium:" + tag)),
                                "spec",
                                "template",
                                "spec",
                                "containers"))
                        : object,
                List.of());

        assertThat(ObservationNotes.of(seen)).hasSize(says.isEmpty() ? 0 : 1).allMatch(note -> note.startsWith(says));
    }
}
