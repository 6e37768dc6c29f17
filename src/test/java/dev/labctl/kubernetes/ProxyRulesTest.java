package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Go's {@code httpproxy} has it, and so kubectl. */
class ProxyRulesTest {
    private static boolean proxied(String server, String noProxy) {
        return new ProxyRules(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy))
                .proxy(URI.create(server))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://10.1.2.3:6443 | '' | true
                    https://localhost:6443 | '' | false
                    https://127.8.0.1:6443 | '' | false
                    https://[::1]:6443 | '' | false
                    https://api.example.org | * | false
                    https://api.example.org | other.org, example.org | false
                    https://api.example.org | .example.org | false
                    https://api.example.org | *.example.org | false
                    https://example.org | .example.org | true
                    https://example.org | EXAMPLE.org | false
                    https://badexample.org | example.org | true
                    https://api.example.org | example.org:443 | false
                    https://api.example.org:6443 | example.org:443 | true
                    https://10.1.2.3:6443 | 10.1.0.0/16 | false
                    https://10.2.2.3:6443 | 10.1.0.0/16 | true
                    https://10.1.2.3:6443 | 10.1.2.3 | false
                    https://10.1.2.3:6443 | 10.1.2.3:443 | true
                    https://10.1.2.3:6443 | 2.3 | false
                    https://[fd00::1]:6443 | fd00::/64 | false
                    https://[fd00::1]:6443 | [fd00::1]:6443 | false
                    https://[fd00::1]:6443 | fd00::1 | false
                    https://api.example.org | 10.0.0.0/99, ,, : | true
                    """)
    void whichServersAreReachedByIt(String server, String noProxy, boolean proxied) {
        assertThat(proxied(server, noProxy)).isEqualTo(proxied);
    }

    @Test
    void eachSchemeHasAVariableInBothCases() {
        URI secure = URI.create("https://host");
        URI plain = URI.create("http://host");

        assertThat(new ProxyRules(Map.of("https_proxy", "proxy:3128")).proxy(secure))
                .contains("http://proxy:3128");
        assertThat(new ProxyRules(Map.of("HTTPS_PROXY", "http://a:1", "https_proxy", "http://b:1")).proxy(secure))
                .contains("http://a:1");
        assertThat(new ProxyRules(Map.of("HTTPS_PROXY", "http://a:1")).proxy(plain))
                .isEmpty();
        assertThat(new ProxyRules(Map.of("http_proxy", "http://a:1")).proxy(plain))
                .contains("http://a:1");
    }
}
