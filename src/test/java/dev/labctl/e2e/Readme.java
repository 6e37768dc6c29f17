package dev.labctl.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands that a README shows. */
record Readme(Path file) {
    /** What a reader runs, block by block. */
    List<String> commands() {
        return blocks("sh");
    }

    /** The same without labctl. */
    List<String> bareCommands() {
        return blocks("console");
    }

    private List<String> blocks(String language) {
        try {
            return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
