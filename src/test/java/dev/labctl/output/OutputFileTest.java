package dev.labctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a file is not there; that it is there as a whole is tested with what is written into it. */
class OutputFileTest {
    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/a/.labctl-1.svg"), "there is no folder /a"),
                Arguments.of(new AccessDeniedException("/a/.labctl-1.svg"), "permission denied"),
                Arguments.of(new FileSystemException("/a", null, "Read-only file system"), "Read-only file system"),
                Arguments.of(new FileSystemException("/a"), "/a"),
                Arguments.of(new IOException("No space left on device"), "No space left on device"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void theReasonIsSaidInWords(IOException trouble, String words) {
        assertThat(OutputFile.why(trouble, Path.of("/a/x.svg"))).isEqualTo(words);
    }
}
