package dev.labctl.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String KEY = "MIIEpAIBAAKCAQEA7bq0Xy2mZk1v3LqjR5uYH8sWcPzT";
    private final Redaction redaction = new Redaction("/home/reader");

    private static Map<String, Object> tree(String yaml) {
        return Tree.map(YamlReader.read(Path.of("object.yaml"), yaml, new Problems())
                .get(0)
                .tree());
    }

    private Map<String, Object> redacted(String yaml) {
        return redaction.tree(tree(yaml));
    }

    // texts

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter2-x",
                "level=info db_password=hunter2-x msg=ok",
                "DB_PASSWORD: hunter2-x",
                "\"clientSecret\":\"hunter2-x\"",
                "{\\\"password\\\":\\\"hunter2-x\\\"}",
                "{'api-key': 'two words hunter2-x'}",
                "password=\"two hunter2-x words",
                "tokens: [\"a\", \"hunter2-x\"]",
                "secret => hunter2-x",
                "--password hunter2-x --verbose",
                "--auth-token=hunter2-x",
                "Authorization: Bearer hunter2-x",
                "\"authorization\":\"Basic hunter2-x\"",
                "using bearer hunter2-x, retry",
                "https://user:hunter2-x@example.com/path",
                "AWS_SECRET_ACCESS_KEY=hunter2-x",
                "pwd=hunter2-x",
                "pass: hunter2-x",
                "-----BEGIN RSA PRIVATE KEY-----\nhunter2-x\n-----END RSA PRIVATE KEY-----",
                "2026 -----BEGIN EC PRIVATE KEY-----\n2026 hunter2-x",
                "2026 hunter2-x\n2026 -----END EC PRIVATE KEY-----",
                "key \"-----BEGIN PRIVATE KEY-----\\nhunter2-x\\n-----END PRIVATE KEY-----\\n\"",
                "jwt eyJhbGciOi.hunter2-x.abc",
                "ghp_hunter2-x0123456789abcdef",
                "patch object (default/two; /v1, Kind=Secret): .data: expected map, got &{hunter2-x}",
                "patch object (default/two; /v1, Kind=Secret): .stringData.a: expected string, got &value{hunter2-x}",
                "Secret \"two\" is invalid: data[.key]: Invalid value: \"hunter2-x\": must be JSON",
                "/v1, Kind=Pod): .spec.containers[name=\"a\"].env[name=\"A\"].value: expected string, got &value{hunter2-x}",
                "xoxb-hunter2-x0123456789abcdef"
            })
    void whatHasTheNameOrTheFormOfASecretGoes(String text) {
        assertThat(redaction.text(text)).doesNotContain("hunter2").contains("(redacted)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAIOSFODNN7EXAMPLE", "abcdef.0123456789abcdef", KEY})
    void keysWithoutANameAreRedacted(String key) {
        assertThat(redaction.text("found " + key + " there")).isEqualTo("found (redacted) there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T10:00:00.123456789Z level=info msg=\"Cilium is ready\" subsys=daemon",
                "unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure \"range is full\"",
                "image quay.io/cilium/cilium@sha256:858f807ea4e20e85e3ea3240a762e1f4b29f1cb5bbd0463b8aa77e7b097c0667",
                "pod 1b671a64-40d5-491e-99b0-da01ff1f3341 in 10.0.42.0/29 and fd00:10:244::/64",
                "enable-ingress-secrets-sync=true",
                "attachPolicyARNs: arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
                "--authorization-mode=Node,RBAC --tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
                "secretName: hubble-certs",
                "MountVolume.SetUp failed: secret \"hubble-certs\" not found",
                "/var/lib/kubelet/pods/1b671a64-40d5-491e-99b0-da01ff1f3341/volumes/kubernetes.io~projected"
            })
    void whatExplainsAClusterStays(String text) {
        assertThat(redaction.text(text)).isEqualTo(text);
    }

    @Test
    void theHomeDirectoryIsRedacted() {
        assertThat(redaction.text("no file /home/reader/book/x.yaml")).isEqualTo("no file ~/book/x.yaml");
        assertThat(new Redaction("").text("/home/reader")).isEqualTo("/home/reader");
        assertThat(new Redaction("/").text("/home/reader")).isEqualTo("/home/reader");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "secret",
                "eyJ",
                "x-",
                "Secret data",
                ".env[",
                "-----BEGIN ",
                "Aa0+",
                "://a:",
                "\\\"",
                "=",
                " password",
                "token=[",
                "token=\"",
                "\n"
            })
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aLongLineIsRedactedInLinearTime(String part) {
        String line = part.repeat(1_000_000 / part.length());

        assertThat(redaction.text(line)).isNotEmpty();
    }

    @Test
    void redactedTextIsUnchanged() {
        String once = redaction.text("password=abc Authorization: Bearer abcdefghij --token abc");

        assertThat(redaction.text(once)).isEqualTo(once);
    }

    // trees

    @Test
    void valuesOfEnvironmentVariablesAreRedacted() {
        assertThat(
                        redacted(
                                """
                        spec:
                          containers:
                            - name: web
                              env:
                                - {name: DATABASE, value: hunter2}
                                - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                                - {name: FROM, valueFrom: {secretKeyRef: {name: db, key: password}}}
                                - {name: KUBERNETES_SERVICE_HOST, value: cilium-book-control-plane}
                        """))
                .isEqualTo(
                        tree(
                                """
                                spec:
                                  containers:
                                    - name: web
                                      env:
                                        - {name: DATABASE, value: (redacted)}
                                        - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                                        - {name: FROM, valueFrom: {secretKeyRef: {name: db, key: password}}}
                                        - {name: KUBERNETES_SERVICE_HOST, value: cilium-book-control-plane}
                                """));
    }

    @Test
    void dataIsRedactedExceptForSettings() {
        String data =
                "kind: %s\nmetadata: {name: %s, namespace: kube-system}\ndata: {ipam: multi-pool, db-password: x1}\n";

        assertThat(Tree.texts(redacted(data.formatted("ConfigMap", "app")), "data"))
                .isEqualTo(Map.of("ipam", "(redacted)", "db-password", "(redacted)"));
        assertThat(Tree.texts(redacted(data.formatted("Secret", "cilium-config")), "data"))
                .isEqualTo(Map.of("ipam", "(redacted)", "db-password", "(redacted)"));
        assertThat(Tree.texts(redacted(data.formatted("ConfigMap", "cilium-config")), "data"))
                .isEqualTo(Map.of("ipam", "multi-pool", "db-password", "(redacted)"));
    }

    @Test
    void aConfigMapWithCiliumsNameInAnotherNamespaceIsRedacted() {
        assertThat(Tree.texts(redacted("kind: ConfigMap\nmetadata: {name: cilium-config}\ndata: {ipam: x}\n"), "data"))
                .isEqualTo(Map.of("ipam", "(redacted)"));
    }

    @Test
    void harmlessAnnotationsAreKept() {
        assertThat(Tree.texts(
                        redacted(
                                """
                                metadata:
                                  annotations:
                                    kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"hunter2"}}'
                                    example.com/api-token: hunter2
                                    example.com/url: https://a:hunter2@example.com
                                    ipam.cilium.io/ip-pool: acme-pool
                                """),
                        "metadata",
                        "annotations"))
                .isEqualTo(Map.of(
                        "kubectl.kubernetes.io/last-applied-configuration", "(redacted)",
                        "example.com/api-token", "(redacted)",
                        "example.com/url", "https://(redacted)@example.com",
                        "ipam.cilium.io/ip-pool", "acme-pool"));
    }

    @Test
    void theArgumentAfterASecretOptionIsRedacted() {
        assertThat(redacted("args: [--password, hunter2, --port, '80', --token=abc, --verbose]\n"))
                .isEqualTo(tree("args: [--password, (redacted), --port, '80', '--token=(redacted)', --verbose]\n"));
    }

    /** Cilium 1.18 {@code install/kubernetes/cilium/values.yaml}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls: {ca: {key: hunter2}}",
                "hubble: {tls: {server: {key: hunter2}}}",
                "hubble: {metrics: {tls: {server: {key: hunter2}}}}",
                "clustermesh: {config: {clusters: [{name: a, tls: {key: hunter2}}]}}",
                "etcd: {password: hunter2}",
                "etcd: {password: 4711002}",
                "azure: {clientSecret: hunter2}",
                "any: {secret: {any: {deeper: hunter2}}}",
                "any: {secrets: [hunter2]}",
                "extraEnv: [{name: A, value: hunter2}]",
                "passwords: [hunter2]"
            })
    void helmValuesThatAreSecretAreRedacted(String values) {
        assertThat(redacted(values).toString())
                .doesNotContain("hunter2", "4711002")
                .contains("(redacted)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operator: {tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}]}",
                "k8sServiceHostRef: {name: a, key: b}",
                "hubble: {relay: {tls: {server: {existingSecret: hubble-relay}}}}",
                "encryption: {ipsec: {secretName: keys, mountPath: /etc}}",
                "tls: {secretsBackend: k8s, secretSync: {enabled: true}}",
                "hubble: {redact: {kafka: {apiKey: true}}}",
                "volumes: [{secret: {secretName: a, defaultMode: 420, items: [{key: b, path: c}]}}]",
                "sources: [{serviceAccountToken: {expirationSeconds: 3607, path: token}}]"
            })
    void valuesThatReferToSecretsStay(String values) {
        assertThat(redacted(values)).isEqualTo(tree(values));
    }

    @Test
    void namesOfSecretsAreKept() {
        String volumes =
                "volumes: [{name: tls, secret: {secretName: hubble-certs}}]\nautomountServiceAccountToken: false\n";

        assertThat(redacted(volumes)).isEqualTo(tree(volumes));
    }
}
