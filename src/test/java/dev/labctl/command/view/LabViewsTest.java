package dev.labctl.command.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.report.LabView;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabViewsTest {
    @TempDir
    Path folder;

    @Test
    void anEmptySettingIsNotShown() {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", TestChapters.KIND)
                .file("chapter04/case/values.yaml", "routingMode: ''\nipam: {mode: ''}\n");

        LabView view = LabViews.of(chapters.resolve(LabRef.of("chapter04", "case")), ClusterName.BOOK, folder);

        assertThat(view.settings()).doesNotContainKey("routing").containsEntry("IPAM mode", "cluster-pool");
        assertThat(view.settings().values()).doesNotContain("");
    }

    @ParameterizedTest
    @CsvSource({
        "hubble: {relay: {enabled: ~}}, hubble.relay.enabled",
        "ipam: {mode: }, ipam.mode",
        "tolerations: [null], tolerations"
    })
    void aValueThatIsNullHasAnOriginAsWell(String values, String path) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", TestChapters.KIND)
                .file("chapter04/case/values.yaml", values + "\n");

        LabView view = LabViews.of(chapters.resolve(LabRef.of("chapter04", "case")), ClusterName.BOOK, folder);

        assertThat(view.values())
                .filteredOn(value -> value.path().equals(path))
                .singleElement()
                .satisfies(value -> assertThat(value.origin()).startsWith("chapters/chapter04/case/values.yaml:"));
    }
}
