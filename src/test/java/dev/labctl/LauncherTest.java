package dev.labctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, run by the machine's own shell in a temporary folder with spaces in its name. A Java is a script that says
 * its version and its arguments; the places outside of the folder where the launcher looks for one lie in it as well.
 */
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "sed",
            "head",
            "tail",
            "find",
            "readlink",
            "dirname",
            "mktemp",
            "rm",
            "cat",
            "touch",
            "stty",
            "mkdir",
            "mv");

    /** How a run ended. */
    private record Ended(int code, String out, String err) {}

    @TempDir
    Path temporary;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path machine;
    private Path home;

    @BeforeEach
    void aMachineWithoutJava() throws IOException {
        machine = Files.createDirectory(temporary.toRealPath().resolve("a machine"));
        home = Files.createDirectories(machine.resolve("opt/lab ctl"));
        String script = Files.readString(Path.of("labctl"));
        for (String place : List.of("/usr/lib/jvm", "/Library/Java")) {
            assertThat(script).as("where the launcher looks").contains(" " + place + "/");
            script = script.replace(" " + place + "/", " \"$MACHINE\"" + place + "/");
        }
        executable(home.resolve("labctl"), script);
        Path tools = Files.createDirectory(machine.resolve("tools"));
        for (String tool : TOOLS) {
            executable(tools.resolve(tool), "#!/bin/sh\nexec " + onThePath(tool) + " \"$@\"\n");
        }
        environment.put("MACHINE", machine.toString());
        environment.put("PATH", tools.toString());
        environment.put("HOME", machine.resolve("home").toString());
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no " + tool));
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /** A Java that prints this as its version, and otherwise its arguments. */
    private Path java(String path, String version) throws IOException {
        return executable(
                machine.resolve(path),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then\n  cat >&2 <<'END'\n" + version
                        + "\nEND\n  exit 0\nfi\nprintf '<%s>\\n' \"$0\" \"$@\"\n");
    }

    private Path java17(String path) throws IOException {
        return java(path, "openjdk version \"17.0.15\" 2025-04-15");
    }

    private void inPath(Path java) {
        environment.put("PATH", environment.get("PATH") + ":" + java.getParent());
    }

    private void jar() throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.writeString(lib.resolve("labctl.jar"), "");
    }

    private Ended run(Path script, String... arguments) throws IOException, InterruptedException {
        Path out = machine.resolve("out");
        Path err = machine.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                        .toList())
                .directory(machine.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher hangs");
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return run(home.resolve("labctl"), arguments);
    }

    /** The started program, and its arguments after the JVM options. */
    private static List<String> started(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        List<String> words = Stream.of(ended.out().split("(?<=>)\n", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(1, word.length() - 1))
                .toList();
        return Stream.concat(words.stream().limit(1), words.stream().skip(words.indexOf("-jar")))
                .toList();
    }

    // finding a Java

    @Test
    void withoutJavaTheMessageSaysHowToInstallIt() throws IOException, InterruptedException {
        jar();

        assertThat(run("--version"))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                """
                        labctl: no JDK 17 or later found
                          Install one, for instance: sudo apt install openjdk-17-jdk-headless, brew install openjdk, https://adoptium.net
                          or set JAVA_HOME.
                        """));
    }

    @Test
    void anOldJavaIsNamed() throws IOException, InterruptedException {
        jar();
        Path old = java("usr/bin/java", "openjdk version \"11.0.2\" 2019-01-15");
        inPath(old);

        Ended ended = run("list");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("labctl: no JDK 17 or later found ( " + old + " is Java 11;)\n")
                .contains("or set JAVA_HOME.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "java version \\\"1.8.0_292\\\"|8",
                "openjdk version \\\"16-ea\\\" 2021-03-16|16",
                "a java that says nothing of use|?"
            })
    void everyFormatOfTheVersionIsRead(String said, String number) throws IOException, InterruptedException {
        jar();
        Path old = java("usr/bin/java", said.replace("\\\"", "\""));
        inPath(old);

        assertThat(run("list").err()).contains(" " + old + " is Java " + number + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openjdk version \"17\" 2021-09-14",
                "java version \"25.0.1\" 2025-10-21 LTS",
                "Picked up JAVA_TOOL_OPTIONS: -Dx=\"1\"\nopenjdk version \"21.0.5\" 2024-10-15\nOpenJDK Runtime"
            })
    void everySupportedJavaIsAccepted(String said) throws IOException, InterruptedException {
        jar();
        Path java = java("usr/bin/java", said);
        inPath(java);

        assertThat(started(run("list"))).first().isEqualTo(java.toString());
    }

    /** The sed of macOS and BSD supports POSIX only, without GNU extensions. */
    @Test
    void everySedAcceptsTheScript() throws IOException, InterruptedException {
        jar();
        Path java = java17("usr/bin/java");
        inPath(java);
        Path real = onThePath("sed");
        executable(
                machine.resolve("tools/sed"),
                "#!/bin/sh\nif " + real + " --version >/dev/null 2>&1; then exec " + real + " --posix \"$@\"; fi\nexec "
                        + real + " \"$@\"\n");

        Ended ended = run("list");

        assertThat(ended.err()).isEmpty();
        assertThat(started(ended)).first().isEqualTo(java.toString());
    }

    @Test
    void javaHomeTakesPrecedence() throws IOException, InterruptedException {
        jar();
        inPath(java17("usr/bin/java"));
        Path own = java17("my jdk/bin/java");
        environment.put("JAVA_HOME", machine.resolve("my jdk").toString());

        assertThat(started(run("list"))).first().isEqualTo(own.toString());
    }

    @Test
    void anOldOrMissingJavaHomeIsIgnored() throws IOException, InterruptedException {
        jar();
        Path java = java17("usr/bin/java");
        inPath(java);
        java("old/bin/java", "openjdk version \"11.0.2\"");

        environment.put("JAVA_HOME", machine.resolve("old").toString());
        assertThat(started(run("list"))).first().isEqualTo(java.toString());
        environment.put("JAVA_HOME", machine.resolve("missing").toString());
        assertThat(started(run("list"))).first().isEqualTo(java.toString());
        environment.put("JAVA_HOME", "");
        assertThat(started(run("list"))).first().isEqualTo(java.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/java-17/bin/java",
                "Library/Java/JavaVirtualMachines/temurin 17/Contents/Home/bin/java",
                "home/.sdkman/candidates/java/current/bin/java"
            })
    void theUsualFoldersAreSearched(String place) throws IOException, InterruptedException {
        jar();
        Path java = java17(place);

        assertThat(started(run("list"))).first().isEqualTo(java.toString());
    }

    /** A service or a container may have no HOME. */
    @Test
    void homeMayBeUnset() throws IOException, InterruptedException {
        jar();
        Path java = java17("usr/bin/java");
        inPath(java);
        environment.remove("HOME");

        Ended ended = run("list");

        assertThat(ended.err()).isEmpty();
        assertThat(started(ended)).first().isEqualTo(java.toString());
    }

    /** Starting Java to query its version takes longer than the rest of the launcher. */
    @Test
    void aJavaWithAReleaseFileIsNotRun() throws IOException, InterruptedException {
        jar();
        Path java = executable(
                machine.resolve("my jdk/bin/java"),
                "#!/bin/sh\n[ \"$1\" != -version ] || exit 1\nprintf '<%s>\\n' \"$0\" \"$@\"\n");
        Files.writeString(
                machine.resolve("my jdk/release"), "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"21.0.5\"\nOS_ARCH=\"x\"\n");
        Files.createDirectories(machine.resolve("usr/bin"));
        inPath(Files.createSymbolicLink(machine.resolve("usr/bin/java"), java));

        assertThat(started(run("list"))).first().isEqualTo(machine + "/usr/bin/java");

        Files.writeString(machine.resolve("my jdk/release"), "JAVA_VERSION=\"1.8.0_292\"\n");
        assertThat(run("list").err()).contains("/usr/bin/java is Java 8;");
    }

    // faster starts

    /** A Java that writes an archive, or does something else instead. */
    private void writing(String instead) throws IOException {
        inPath(executable(
                machine.resolve("usr/bin/java"),
                """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.15"' >&2; exit; fi
                dump=
                for word; do
                    case $word in -Xshare:dump) dump=yes ;; -XX:SharedArchiveFile=*) file=${word#*=} ;; esac
                done
                if [ -n "$dump" ]; then
                    echo noise
                    echo dump >>"$MACHINE/dumps"
                    %s
                    exit
                fi
                printf '<%%s>\\n' "$0" "$@"
                """
                        .formatted(instead.isEmpty() ? "echo classes >\"$file\"" : instead)));
    }

    private long dumps() throws IOException {
        Path dumps = machine.resolve("dumps");
        return Files.exists(dumps) ? Files.readAllLines(dumps).size() : 0;
    }

    private boolean usesArchive(Ended ended) {
        return ended.out().contains("<-XX:SharedArchiveFile=" + home + "/lib/labctl-17.0.15.jsa>");
    }

    @Test
    void theArchiveIsWrittenOnceAndAfterTheProgramChanged() throws IOException, InterruptedException {
        jar();
        writing("");

        Ended first = run("list");
        assertThat(first.err()).isEmpty();
        assertThat(usesArchive(first)).isTrue();
        assertThat(usesArchive(run("list"))).isTrue();
        assertThat(dumps()).isEqualTo(1);

        Files.setLastModifiedTime(
                home.resolve("lib/labctl.jar"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(usesArchive(run("list"))).isTrue();
        assertThat(dumps()).isEqualTo(2);
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("labctl.jar", "labctl-17.0.15.jsa");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill -9 $$", "echo half >\"$file\"; exit 1", ":"})
    void aFailedArchiveIsNeitherUsedNorTriedAgain(String instead) throws IOException, InterruptedException {
        jar();
        writing(instead);

        for (int i = 0; i < 2; i++) {
            Ended ended = run("list");
            assertThat(ended.err()).isEmpty();
            assertThat(started(ended)).contains("list");
            assertThat(usesArchive(ended)).isFalse();
        }
        assertThat(dumps()).isEqualTo(1);
    }

    @Test
    void theArchiveCanBeDisabled() throws IOException, InterruptedException {
        jar();
        writing("");
        environment.put("LABCTL_CDS", "off");

        assertThat(usesArchive(run("list"))).isFalse();
        assertThat(dumps()).isZero();
    }

    // starting the program

    @Test
    void argumentsArePassedExactly() throws IOException, InterruptedException {
        jar();
        inPath(java17("usr/bin/java"));
        String[] odd = {"up", "", " a  b ", "*", "$HOME", "'", "\"", "\\", "-x", "--", "ä\nb", "`id`", "-jar"};

        assertThat(started(run(odd)).subList(1, 3 + odd.length))
                .isEqualTo(Stream.concat(Stream.of("-jar", home + "/lib/labctl.jar"), Stream.of(odd))
                        .toList());
    }

    @Test
    void theProgramGetsItsFolderAndTheMissingTerminal() throws IOException, InterruptedException {
        jar();
        inPath(java17("usr/bin/java"));

        assertThat(run("list").out())
                .contains("<-Dlabctl.home=" + home + ">\n")
                .doesNotContain("tty=true")
                .doesNotContain("labctl.columns");
    }

    @Test
    void theExitCodeIsThatOfTheProgram() throws IOException, InterruptedException {
        jar();
        inPath(executable(
                machine.resolve("usr/bin/java"),
                "#!/bin/sh\n[ \"$1\" != -version ] || { echo 'openjdk version \"17\"' >&2; exit; }\nexit 4\n"));

        assertThat(run("down").code()).isEqualTo(4);
    }

    @Test
    void linksLeadToTheProgram() throws IOException, InterruptedException {
        jar();
        inPath(java17("usr/bin/java"));
        Path links = Files.createDirectories(machine.resolve("usr/local bin"));
        Path absolute = Files.createSymbolicLink(links.resolve("labctl"), home.resolve("labctl"));
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("../../opt/lab ctl/labctl"));
        Path again = Files.createSymbolicLink(links.resolve("again"), Path.of("relative"));
        Path folder = Files.createSymbolicLink(machine.resolve("current"), home);

        for (Path link : List.of(absolute, relative, again, folder.resolve("labctl"))) {
            assertThat(started(run(link, "list")).subList(1, 4))
                    .as(link.toString())
                    .containsExactly("-jar", home + "/lib/labctl.jar", "list");
        }
    }

    @Test
    void theProgramIsFoundThroughThePath() throws IOException, InterruptedException {
        jar();
        inPath(java17("usr/bin/java"));
        Path links = Files.createDirectories(machine.resolve("bin"));
        Files.createSymbolicLink(links.resolve("labctl"), home.resolve("labctl"));
        environment.put("PATH", environment.get("PATH") + ":" + links);
        environment.put("CDPATH", machine.resolve("opt").toString());

        Ended ended = run(Path.of("/bin/sh"), "-c", "labctl list");

        assertThat(started(ended).subList(1, 4)).containsExactly("-jar", home + "/lib/labctl.jar", "list");
    }

    @Test
    void aLauncherWithoutAProgramFails() throws IOException, InterruptedException {
        inPath(java17("usr/bin/java"));

        assertThat(run("list"))
                .isEqualTo(new Ended(
                        3,
                        "",
                        "labctl: labctl is incomplete: neither " + home + "/lib/labctl.jar nor its sources exist\n"));
    }

    // a checkout

    private void checkout(String mvnw) throws IOException {
        executable(machine.resolve("usr/bin/javac"), "#!/bin/sh\n");
        inPath(java17("usr/bin/java"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("src/main/App.java"), "class App {}");
        executable(
                home.resolve("mvnw"), "#!/bin/sh\nprintf '%s\\n' \"$JAVA_HOME\" \"$*\" >>\"$MACHINE/built\"\n" + mvnw);
    }

    private List<String> built() throws IOException {
        Path built = machine.resolve("built");
        return Files.exists(built) ? Files.readAllLines(built) : List.of();
    }

    private static final String MAKES_THE_JAR = "mkdir -p target\n: >target/labctl.jar\necho noise\n";

    @Test
    void aCheckoutIsBuiltOnceAndAfterSourceChanges() throws IOException, InterruptedException {
        checkout(MAKES_THE_JAR);
        Files.createDirectories(home.resolve("target"));

        Ended first = run("list", "-o", "json");
        assertThat(first.err()).isEqualTo("labctl: building (on first use and after source changes) ...\n");
        assertThat(started(first).subList(1, 6))
                .containsExactly("-jar", home + "/target/labctl.jar", "list", "-o", "json");
        assertThat(built()).hasSize(2).first().isEqualTo(machine.resolve("usr").toString());
        assertThat(built().get(1)).endsWith(" package");

        assertThat(run("list").err()).as("nothing changed").isEmpty();
        assertThat(built()).hasSize(2);

        Files.setLastModifiedTime(
                home.resolve("src/main/App.java"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("list").err()).startsWith("labctl: building");
        assertThat(built()).hasSize(4);
    }

    @Test
    void anInstalledProgramIsNeverBuilt() throws IOException, InterruptedException {
        checkout(MAKES_THE_JAR);
        jar();

        assertThat(started(run("list"))).contains(home + "/lib/labctl.jar");
        assertThat(built()).isEmpty();
    }

    @Test
    void aFailedBuildShowsItsLastLines() throws IOException, InterruptedException {
        checkout("echo first\necho '[ERROR] no network'\nexit 1\n");

        Ended ended = run("list");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualTo(
                        """
                        labctl: building (on first use and after source changes) ...
                        first
                        [ERROR] no network
                        labctl: building labctl failed
                          Its last lines are above; ./mvnw verify shows everything.
                        """);
    }

    @Test
    void buildingRequiresAJdk() throws IOException, InterruptedException {
        checkout(MAKES_THE_JAR);
        Files.delete(machine.resolve("usr/bin/javac"));

        Ended ended = run("list");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith(
                        "labctl: " + machine.resolve("usr") + " is a Java runtime; building labctl requires a JDK\n");
        assertThat(built()).isEmpty();
    }

    @Test
    void aLinkedJavaIsResolvedToItsJdk() throws IOException, InterruptedException {
        checkout(MAKES_THE_JAR);
        Files.createDirectories(home.resolve("target"));
        Path jdk = java17("usr/lib/jvm/jdk-17/bin/java");
        executable(machine.resolve("usr/lib/jvm/jdk-17/bin/javac"), "#!/bin/sh\n");
        Files.delete(machine.resolve("usr/bin/java"));
        Files.delete(machine.resolve("usr/bin/javac"));
        Files.createDirectories(machine.resolve("etc/alternatives"));
        Files.createSymbolicLink(machine.resolve("etc/alternatives/java"), jdk);
        Files.createSymbolicLink(machine.resolve("usr/bin/java"), Path.of("../../etc/alternatives/java"));

        started(run("list"));

        assertThat(built()).first().isEqualTo(jdk.getParent().getParent().toString());
    }
}
