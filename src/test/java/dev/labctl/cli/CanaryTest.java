package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lab full of secrets, each of which contains a canary: no command writes one anywhere, whatever it is asked for. */
class CanaryTest {
    private static final String CANARY = "canary";
    private static final String ENCODED = encoded("canary-in-base64");
    private static final List<String> FORMATS = List.of("text", "json", "yaml");
    private static final String LAB = "chapter04 -u secrets";

    /** Every kind of secret that the chart of Cilium 1.18 takes. */
    private static final String VALUES =
            """
            ipam: {mode: cluster-pool}
            tls: {ca: {cert: LS0tCg==, key: canary-ca}}
            hubble:
              enabled: true
              tls: {server: {cert: LS0tCg==, key: canary-hubble}}
              relay: {tls: {client: {key: canary-relay}}}
              metrics: {tls: {server: {key: canary-metrics}}}
            clustermesh:
              config:
                clusters:
                  - {name: other, address: 192.0.2.1, tls: {cert: LS0tCg==, key: canary-mesh, caCert: LS0tCg==}}
              apiserver: {tls: {server: {key: canary-apiserver}, admin: {key: canary-admin}}}
            azure: {clientSecret: canary-azure}
            etcd: {password: canary-etcd}
            eni: {awsSecretAccessKey: canary-aws}
            someToken: canary-token
            vault: {secret: {any: canary-below, deeper: {still: canary-deeper}}}
            extraEnv:
              - {name: PLAIN, value: canary-env}
            extraArgs: ['--token=canary-arg', --password, canary-next]
            extraConfig: {api-key: canary-config}
            """;

    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: one}
            data: {any: %1$s, password: %1$s}
            stringData: {other: canary-string-data}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {password: canary-config-map, app.properties: "db.password=canary-properties"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              annotations: {example.com/api-token: canary-annotation}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - name: web
                      image: nginx
                      args: ['--token=canary-arg', --password, canary-next]
                      command: [sh, -c, 'PASSWORD=canary-command exec web']
                      env:
                        - {name: DATABASE, value: canary-environment}
            """
                    .formatted(ENCODED);

    @TempDir
    Path folder;

    private Console labctl;
    private final List<String> found = new ArrayList<>();

    @BeforeEach
    void lab() {
        labctl = new Console(folder);
        labctl.chapters
                .file("chapter04/secrets/lab.yaml", "title: Secrets\n")
                .file("chapter04/secrets/values.yaml", VALUES)
                .file("chapter04/secrets/manifests/10-all.yaml", MANIFEST);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void noCanary(String where, String text) {
        if (text.contains(CANARY) || text.contains(ENCODED)) {
            text.lines()
                    .filter(line -> line.contains(CANARY) || line.contains(ENCODED))
                    .forEach(line -> found.add(where + ": " + line.strip()));
        }
    }

    private Ended run(String line) {
        Ended ended = labctl.run(line.split(" ", -1));
        // What the reader typed is theirs: only what labctl says of it counts.
        noCanary(line, ended.out());
        noCanary(line, ended.err());
        return ended;
    }

    private void written(String where) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(labctl.chapters.root()))
                    .toList()) {
                noCanary(where + " " + folder.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
                if (file.toString().endsWith(".zip")) {
                    unzipped(where, file);
                }
            }
        }
    }

    private void unzipped(String where, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                noCanary(where + " " + entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void noSecretLeavesALabThatIsRehearsed() throws IOException {
        for (String line : List.of(
                "list",
                "show " + LAB,
                "plan " + LAB + " --fix",
                "plan " + LAB + " --set etcd.password=canary-set",
                "run " + LAB + " --rehearse --dry-run",
                "up " + LAB + " --rehearse",
                "cilium-install " + LAB,
                "apply " + LAB,
                "verify",
                "verify --junit junit.xml",
                "run " + LAB + " --rehearse",
                "status",
                "status --all",
                "diff --exit-code",
                "ipam",
                "ipam --html map.html --svg map.svg",
                "explain",
                "explain deploy/web",
                "wait",
                "logs",
                "logs --bundle bug.zip",
                "status --from bug.zip",
                "explain --from bug.zip",
                "ipam --from bug.zip",
                "context",
                "delete",
                "cilium-uninstall",
                "doctor " + LAB)) {
            for (String format : line.matches("(show|explain|diff).*") ? FORMATS : List.of("text", "json")) {
                run(line + " -v -o " + format);
            }
            written(line);
        }
        assertThat(found).isEmpty();
    }

    /** Each secret of the lab has changed since it was applied. */
    @Test
    void noDifferenceQuotesASecretOfEitherSide() throws IOException {
        run("run " + LAB + " --rehearse");
        labctl.chapters
                .file("chapter04/secrets/values.yaml", VALUES.replace("canary-", "canary-other-"))
                .file(
                        "chapter04/secrets/manifests/10-all.yaml",
                        MANIFEST.replace("canary-", "canary-other-")
                                .replace(ENCODED, encoded("canary-other-in-base64")));

        String text = run("diff").out();
        run("diff --prune --exit-code -o json");
        run("diff -v -o yaml");

        assertThat(text)
                .contains("+  password: (redacted, changed)", "+etcd.password: (redacted, changed)")
                .doesNotContain(encoded("canary-other-in-base64"));
        written("diff");
        assertThat(found).isEmpty();
    }

    /** What is wrong with a value is told without the value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "values.yaml | hubble: {tls: {server: {key: [canary]}}}",
                "values.yaml | hubble: {tls: {server: {key: {canary: x}}}}",
                "values.yaml | etcd: {password: 'canary",
                "values.yaml | etcd: {password: canary: x}",
                "values.yaml | etcd: {password: canary, password: canary-2}",
                "values.yaml | etcd: {password: !canary x}",
                "values.yaml | etcd: {password: *canary}",
                "values.yaml | azure: {clientSecret: [canary]}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, data: {password: canary not base64}}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, data: canary}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, stringData: [canary]}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, data: {a: [canary]}}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, data: {a: 'canary}}",
                "manifests/20.yaml | {apiVersion: v1, kind: Secret, metadata: {name: two}, stringData: {a: *canary}}",
                "manifests/20.yaml | {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a,"
                        + " env: [{name: A, value: [canary]}]}]}}",
                "manifests/20.yaml | {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a,"
                        + " args: [--token, [canary]]}]}}"
            })
    void noErrorQuotesASecret(String file, String text) throws IOException {
        labctl.chapters.file("chapter04/secrets/" + file, text + "\n");
        for (String line : List.of("show " + LAB, "plan " + LAB, "run " + LAB + " --rehearse -v", "explain")) {
            run(line);
        }
        run("status -o json");
        written("state");
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"etcd.password=canary.x[0]", "tls.ca.key.x=canary", "etcd.password={canary", "hubble=canary"})
    void noRefusedOptionQuotesASecret(String setting) {
        run("plan " + LAB + " --set " + setting);
        run("plan " + LAB + " -o json --set " + setting);
        assertThat(found).isEmpty();
    }

    /** What kind says, as progress and as the details of the failure. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: canary-token",
                "using --password canary-password",
                "https://user:canary-url@192.0.2.1/",
                "\u001b[1mtoken\u001b[0m=canary-in-colours",
                "Authorization: Bearer canary-bearer",
            })
    void noToolsOutputIsShownWithItsSecrets(String said) {
        labctl.runner.fails("kind get clusters", said + "\n");

        assertThat(run("up " + LAB + " -v").err()).contains("(redacted)");
        assertThat(run("up " + LAB + " -o json").out()).contains("(redacted)");
        run("status --all");
        assertThat(found).isEmpty();
    }
}
