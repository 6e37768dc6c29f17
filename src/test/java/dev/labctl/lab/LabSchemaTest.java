package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.labctl.verify.ExpectationKinds;
import dev.labctl.yaml.Dialect;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader accept and refuse the same files. */
class LabSchemaTest {
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (var in = Lab.class.getResourceAsStream("lab.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> bySchema(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static List<String> byReader(String yaml) {
        Problems problems = new Problems();
        YamlNode document = YamlReader.read(Path.of("/lab.yaml"), yaml, Dialect.UNAMBIGUOUS, problems)
                .get(0);
        new LabFileReader(ExpectationKinds.ALL, problems).read(document, LabRef.of("chapter04"));
        return problems.all().stream()
                .map(problem -> problem.line(Path.of("/")))
                .toList();
    }

    @Test
    void schemaAndReaderAcceptEveryLab() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("chapters"))) {
            List<Path> labs = files.filter(file -> file.endsWith("lab.yaml")).toList();
            assertThat(labs).hasSizeGreaterThanOrEqualTo(8);
            for (Path lab : labs) {
                String yaml = Files.readString(lab);
                assertThat(bySchema(yaml)).as(lab.toString()).isEmpty();
                assertThat(byReader(yaml)).as(lab.toString()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: x",
                "{title: x, summary: why, provider: eks, needs: {ipv6: true, memoryGiB: 4}, expectations: []}",
                "{title: x, summary: , provider: , needs: , expectations: }",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 3}}]}",
                "{title: x, expectations: [{says: a, pods: {namespace: n1, selector: 'a=b,c=d', running: {min: 1, max: 4},"
                        + " stuck: {min: 6, max: 9}, because: range is full}}]}",
                "{title: x, expectations: [{says: a, healed: c, hint: b, only: fault, nodes: {ready: 3, families: [IPv4, IPv6]}}]}",
                "{title: x, expectations: [{says: a, healed: , hint: , only: , nodes: {ready: {min: 1, max: 3}, families: }}]}",
                "{title: x, expectations: [{says: a, only: healthy, cilium: {ipam: eni, version: '1.18', config: {a: 'true'}}}]}",
                "{title: x, expectations: [{says: a, cilium: {}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, onNodes: 'a,b=c', spread: 2,"
                        + " addresses: {families: [IPv6], in: block, notIn: podCIDR, pool: p, cidrs: ['fd00::/8']}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, onNodes: , spread: ,"
                        + " addresses: {families: , in: , notIn: , pool: , cidrs: }}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {in: podCIDR}}}]}",
                "{title: x, expectations: [{says: a, service: {name: s}}]}",
                "{title: x, expectations: [{says: a, service: {namespace: n1, name: s, families: [IPv6, IPv4],"
                        + " clusterIPs: [10.96.0.0/16], endpoints: {min: 1, max: 2}, answers: ["
                        + "{from: a=b, http: 'http://s/', status: 404, family: IPv6}, {from: a=b, dns: s.n}]}}]}",
                "{title: x, expectations: [{says: a, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: c,"
                        + " namespace: n1, labels: {a: b}}, data: {a: b}, other: [1, null]}}]}",
                "{title: x, expectations: [{says: a, absent: {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: n1}}}]}",
                "{title: x, expectations: [{says: a, event: {reason: Failed}}]}",
                "{title: x, expectations: [{says: a, event: {namespace: n1, reason: Failed, text: full}}]}"
            })
    void bothAccept(String yaml) {
        assertThat(byReader(yaml)).isEmpty();
        assertThat(bySchema(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "text",
                "summary: no title",
                "{title: }",
                "{title: ' '}",
                "{title: 5}",
                "{title: [x]}",
                "{title: abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz}",
                "{title: x, sumary: y}",
                "{title: x, summary: {}}",
                "{title: x, provider: minikube}",
                "{title: x, provider: 1}",
                "{title: x, needs: []}",
                "{title: x, needs: {ipv6: 1}}",
                "{title: x, needs: {memoryGiB: many}}",
                "{title: x, needs: {memoryGiB: -1}}",
                "{title: x, needs: {memoryGiB: 1.5}}",
                "{title: x, needs: {memoryGiB: 99999999999}}",
                "{title: x, needs: {disk: 1}}",
                "{title: x, expectations: {}}",
                "{title: x, expectations: [1]}",
                "{title: x, expectations: [{says: a}]}",
                "{title: x, expectations: [{pods: {selector: a=b, running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a, running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: 'a=b,', running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: 'a!=b', running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: 'a==b', running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: some}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: {min: 1}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: {min: 1, max: 2, is: 1}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, stuck: 2}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, because: x}}]}",
                "{title: x, expectations: [{says: a, when: b, pods: {selector: a=b, running: 1}}]}",
                "{title: x, expectations: [{says: a, pods: }]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1}, event: {reason: b}}]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1}, event: }]}",
                "{title: x, expectations: [{says: a, only: sometimes, nodes: {ready: 1}}]}",
                "{title: x, expectations: [{says: a, hint: 5, nodes: {ready: 1}}]}",
                "{title: x, expectations: [{says: a, healed: [], nodes: {ready: 1}}]}",
                "{title: x, expectations: [{says: a, nodes: {}}]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1, families: IPv4}}]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1, families: [ipv4]}}]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1, families: [IPv4, IPv4]}}]}",
                "{title: x, expectations: [{says: a, nodes: {ready: 1, unready: 1}}]}",
                "{title: x, expectations: [{says: a, cilium: {version: 1.18}}]}",
                "{title: x, expectations: [{says: a, cilium: {config: {a: true}}}]}",
                "{title: x, expectations: [{says: a, cilium: {mode: eni}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, onNodes: ''}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, onNodes: 'a!=b'}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, onNodes: 'a,'}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, spread: 0}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {in: pool}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {notIn: block}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {cidrs: [10.0.0.0]}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {cidrs: [10]}}}]}",
                "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {ips: []}}}]}",
                "{title: x, expectations: [{says: a, service: {}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{http: 'http://s/'}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a, dns: s}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, dns: s, http: 'http://s/'}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, dns: s, http: }]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, dns: s, status: 200}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, dns: '-type=any'}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, http: s}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, http: 'http://s/', status: 99}]}}]}",
                "{title: x, expectations: [{says: a, service: {name: s, answers: [{from: a=b, http: 'http://s/', family: 6}]}}]}",
                "{title: x, expectations: [{says: a, object: {kind: ConfigMap, metadata: {name: c}}}]}",
                "{title: x, expectations: [{says: a, object: {apiVersion: v1, kind: ConfigMap}}]}",
                "{title: x, expectations: [{says: a, object: {apiVersion: v1, kind: ConfigMap, metadata: {}}}]}",
                "{title: x, expectations: [{says: a, object: {apiVersion: v1, kind: Secret, metadata: {name: c}}}]}",
                "{title: x, expectations: [{says: a, absent: {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {}}}]}",
                "{title: x, expectations: [{says: a, absent: {apiVersion: v1, kind: ConfigMap, metadata: {name: c, labels: {}}}}]}",
                "{title: x, expectations: [{says: a, event: {text: full}}]}"
            })
    void bothRefuse(String yaml) {
        assertThat(byReader(yaml)).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("lab\\.yaml:1:\\d+: .+"));
        assertThat(bySchema(yaml)).isNotEmpty();
    }

    /** Values that only arithmetic can validate. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.1/24", "300.0.0.0/8", "fd00::/129"})
    void onlyTheReaderValidatesCidrs(String cidr) {
        String yaml = "{title: x, expectations: [{says: a, pods: {selector: a=b, running: 1, addresses: {cidrs: ['"
                + cidr + "']}}}]}";

        assertThat(byReader(yaml))
                .singleElement()
                .asString()
                .startsWith("lab.yaml:1:")
                .contains("`cidrs`: ");
    }

    /** A rule that a schema cannot express: a comparison of two values. */
    @Test
    void onlyTheReaderComparesTheBoundsOfARange() {
        String yaml = "{title: x, expectations: [{says: a, pods: {selector: a=b, running: {min: 3, max: 2}}}]}";

        assertThat(byReader(yaml)).singleElement().asString().endsWith("`max` is less than `min`");
    }
}
