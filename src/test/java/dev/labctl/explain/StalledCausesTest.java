package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.Observation;
import dev.labctl.steps.Stage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StalledCausesTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "apps/v1|Deployment|{paused: true, replicas: 2}|{observedGeneration: 1}|DEPLOYMENT_PAUSED: It is paused",
                "apps/v1|Deployment|{replicas: 2}|{observedGeneration: 1}|",
                "apps/v1|Deployment|{paused: true, replicas: 2}|{replicas: 2, updatedReplicas: 2, readyReplicas: 2}|",
                "batch/v1|Job|{}|{failed: 7, conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, message:"
                        + " Job has reached the specified backoff limit}]}|JOB_FAILED: Its pods failed more often than"
                        + " spec.backoffLimit allows.",
                "batch/v1|Job|{}|{failed: 1, conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded, message: x}]}"
                        + "|JOB_FAILED: It took longer than",
                "batch/v1|Job|{}|{succeeded: 1, conditions: [{type: Complete, status: 'True'}]}|"
            })
    void whatItsControllerDoesNotWorkOnAnyMore(
            String apiVersion, String kind, String spec, String status, String expected) {
        String object = "apiVersion: " + apiVersion + "\nkind: " + kind
                + "\nmetadata: {name: x, namespace: default}\nspec: " + spec + "\nstatus: " + status + "\n";
        Observation seen = new Observation(Instant.parse("2026-11-23T10:00:00Z"), "", Stage.objects(object));

        List<String> found = Explainer.all(seen, LabFacts.NONE).stream()
                .map(StalledCausesTest::words)
                .toList();

        if (expected == null) {
            assertThat(found).noneMatch(words -> words.startsWith("DEPLOYMENT_PAUSED") || words.startsWith("JOB_"));
        } else {
            assertThat(found).singleElement().satisfies(words -> assertThat(words)
                    .startsWith(expected));
        }
    }

    private static String words(Explanation explanation) {
        return explanation.reason() + ": " + explanation.cause();
    }
}
