package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A real browser without a window. */
final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final String FLAGS = " --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
            + " --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars"
            + " --enable-logging=stderr";

    /** Chromium's own preferred colour schemes. */
    private static final String DARK = " --blink-settings=preferredColorScheme=0";

    private static final String LIGHT = " --blink-settings=preferredColorScheme=1";

    private static final Pattern MEASURED = Pattern.compile("<pre id=\"measured\"[^>]*>(.*?)</pre>", Pattern.DOTALL);

    private static final int ATTEMPTS = 20;

    private final Shell shell;
    private final Path folder;
    private final String program;
    private int runs;

    /**
     * A browser that keeps nothing.
     *
     * @param folder for its files
     */
    Browser(Shell shell, Path folder) {
        this.shell = shell;
        this.folder = folder;
        this.program = NAMES.stream()
                .filter(Browser::isThere)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the e2e tier needs a browser on the PATH, one of "
                        + String.join(", ", NAMES) + "; for instance: sudo apt install chromium"));
    }

    private static boolean isThere(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
    }

    private Shell.Ended run(Path file, boolean dark, int width, int height, String how) {
        Shell.Ended ended = shell.run("timeout 300 " + program + FLAGS + (dark ? DARK : LIGHT) + " --user-data-dir="
                        + folder.resolve("browser-" + runs++) + " --window-size=" + width + "," + height + " " + how
                        + " file://" + file)
                .succeeds();
        assertThat(ended.err().lines().filter(line -> line.contains("CONSOLE")))
                .as("what the browser's console says of " + file)
                .isEmpty();
        return ended;
    }

    /** A picture of a file as it is shown, PNG. */
    Path screenshot(Path file, boolean dark, int width, int height) {
        Path picture = folder.resolve(file.getFileName() + (dark ? "-dark-" : "-light-") + width + ".png");
        run(file, dark, width, height, "--screenshot=" + picture);
        return picture;
    }

    /** A page on paper, PDF. */
    Path print(Path file) {
        Path paper = folder.resolve(file.getFileName() + ".pdf");
        run(file, true, 1100, 800, "--print-to-pdf=" + paper);
        return paper;
    }

    /**
     * What a script measures in a page, which runs in a copy of it and leaves its result as JSON. A busy browser may run it
     * before the page is the active one, when nothing in it can have the style of the focus: then it is measured again.
     */
    Map<?, ?> measure(Path page, String script, boolean dark, int width, int height) {
        Map<?, ?> measured = measureOnce(page, script, dark, width, height);
        for (int i = 0; i < ATTEMPTS && !Boolean.TRUE.equals(measured.get("active")); i++) {
            measured = measureOnce(page, script, dark, width, height);
        }
        assertThat(measured.get("active")).as("the page is active").isEqualTo(true);
        return measured;
    }

    private Map<?, ?> measureOnce(Path page, String script, boolean dark, int width, int height) {
        try {
            Path copy = Files.writeString(
                    folder.resolve("measured.html"),
                    Files.readString(page)
                            .replace(
                                    "</body>",
                                    "<pre id=\"measured\" hidden></pre><script>" + script + "</script></body>"));
            Matcher result = MEASURED.matcher(
                    run(copy, dark, width, height, "--dump-dom").out());
            assertThat(result.find()).as("the script left its result").isTrue();
            return new JsonMapper()
                    .readValue(
                            result.group(1)
                                    .replace("&lt;", "<")
                                    .replace("&gt;", ">")
                                    .replace("&amp;", "&"),
                            Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
