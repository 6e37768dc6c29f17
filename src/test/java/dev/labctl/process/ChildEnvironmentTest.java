package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEnvironmentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "Path",
                "HOME",
                "USER",
                "LOGNAME",
                "TMPDIR",
                "TEMP",
                "TMP",
                "SSH_AUTH_SOCK",
                "XDG_RUNTIME_DIR",
                "XDG_CACHE_HOME",
                "DOCKER_HOST",
                "DOCKER_CONFIG",
                "DOCKER_CONTEXT",
                "CONTAINER_HOST",
                "KIND_EXPERIMENTAL_PROVIDER",
                "KIND_EXPERIMENTAL_DOCKER_NETWORK",
                "HTTP_PROXY",
                "https_proxy",
                "no_proxy",
                "ALL_PROXY",
                "SSL_CERT_FILE",
                "SSL_CERT_DIR",
                "AWS_PROFILE",
                "AWS_ACCESS_KEY_ID",
                "AZURE_CONFIG_DIR",
                "AAD_LOGIN_METHOD",
                "GOOGLE_APPLICATION_CREDENTIALS",
                "CLOUDSDK_CONFIG",
                "HELM_CACHE_HOME",
                "HELM_CONFIG_HOME",
                "HELM_DATA_HOME",
                "SystemRoot",
                "windir",
                "ComSpec",
                "PATHEXT",
                "APPDATA",
                "LOCALAPPDATA",
                "ProgramData",
                "ProgramFiles",
                "ProgramFiles(x86)",
                "USERPROFILE",
                "HOMEDRIVE",
                "HOMEPATH",
            })
    void keeps(String name) {
        assertThat(ChildEnvironment.of(Map.of(name, "value"), Map.of())).containsEntry(name, "value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KUBECONFIG",
                "CILIUM_NAMESPACE",
                "CILIUM_VERSION",
                "KIND_CLUSTER_NAME",
                "HELM_NAMESPACE",
                "HELM_DRIVER",
                "HELM_KUBECONTEXT",
                "LD_PRELOAD",
                "LD_LIBRARY_PATH",
                "DYLD_INSERT_LIBRARIES",
                "JAVA_TOOL_OPTIONS",
                "GODEBUG",
                "LANG",
                "LC_MESSAGES",
                "CLICOLOR_FORCE",
                "LABCTL_CHAPTERS",
                "USE_CASE",
                "PATHS",
                "MYPATH",
                "BASH_ENV",
                "ENV",
                "IFS",
            })
    void drops(String name) {
        assertThat(ChildEnvironment.of(Map.of(name, "value"), Map.of())).doesNotContainKey(name);
    }

    @Test
    void setsLocaleAndNoColourWhateverTheParentHas() {
        assertThat(ChildEnvironment.of(Map.of("LC_ALL", "de_DE", "NO_COLOR", ""), Map.of()))
                .containsExactlyInAnyOrderEntriesOf(Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1"));
    }

    @Test
    void theCallsVariablesTakePrecedence() {
        Map<String, String> call = Map.of("KUBECONFIG", "/tmp/k", "HOME", "/tmp", "LC_ALL", "C");

        assertThat(ChildEnvironment.of(Map.of("HOME", "/root", "KUBECONFIG", "/root/.kube/config"), call))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("KUBECONFIG", "/tmp/k", "HOME", "/tmp", "LC_ALL", "C", "NO_COLOR", "1"));
    }
}
