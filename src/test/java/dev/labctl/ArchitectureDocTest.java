package dev.labctl;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/architecture.md} true: its table of packages is generated from the packages and their Javadoc, and the files
 * that it names exist. {@code -Dgolden.update=true} writes the table.
 */
class ArchitectureDocTest {
    private static final Path ROOT = Path.of("src/main/java/dev/labctl");
    private static final Path DOC = Path.of("docs/architecture.md");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- packages -->\n).*?(?=<!-- end of packages -->)", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*(.*?[.])(?:\\s|$)", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`([\\w/*.-]+\\.(?:java|json|md))`");

    @Test
    void listsEveryPackageWithItsPurpose() throws IOException {
        String doc = Files.readString(DOC);
        String table =
                "| package | purpose |\n|---|---|\n" + packages().map(this::row).collect(joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOC, TABLE.matcher(doc).replaceFirst(Matcher.quoteReplacement(table)));
            return;
        }
        assertThat(TABLE.matcher(doc).results().map(MatchResult::group)).containsExactly(table);
    }

    @Test
    void namesFilesThatExist() throws IOException {
        List<String> files = FILE.matcher(Files.readString(DOC))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(files).isNotEmpty().allMatch(ArchitectureDocTest::exists);
    }

    /** The folders with classes, by name. */
    private static Stream<Path> packages() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private String row(Path folder) {
        String name = ROOT.equals(folder)
                ? "dev.labctl"
                : ROOT.relativize(folder).toString().replace('/', '.');
        return "| `" + name + "` | " + purpose(folder.resolve("package-info.java")) + " |\n";
    }

    /** The first sentence of a package's Javadoc. */
    private static String purpose(Path packageInfo) {
        assertThat(packageInfo).exists();
        Matcher sentence = SENTENCE.matcher(read(packageInfo));
        assertThat(sentence.find()).as("%s has a sentence", packageInfo).isTrue();
        return sentence.group(1)
                .replaceAll("\n \\*", "")
                .replaceAll("\\{@(?:link|code) (?:[a-z]\\w*\\.)*([^}]+)}", "`$1`")
                .strip();
    }

    private static boolean exists(String file) {
        if (file.contains("*")) {
            Path pattern = Path.of(file);
            String name = pattern.getFileName().toString().replace(".", "\\.").replace("*", "\\w*");
            try (Stream<Path> files = Files.list(ROOT.resolve(pattern).getParent())) {
                return files.anyMatch(one -> one.getFileName().toString().matches(name));
            } catch (IOException e) {
                return false;
            }
        }
        return Stream.of(
                        ROOT,
                        Path.of("src/main/resources/dev/labctl"),
                        Path.of("src/test/java/dev/labctl"),
                        Path.of("docs"),
                        Path.of(""))
                .anyMatch(folder -> Files.exists(folder.resolve(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
