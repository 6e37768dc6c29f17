package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void lastLinesAreWithoutColoursAndBlankLines() {
        Output output = new Output("one\n\u001B[31mtwo\u001B[0m\r\n\n \u001B[K \nthree");

        assertThat(output.lastLines(2)).containsExactly("two", "three");
        assertThat(output.lastLines(10)).containsExactly("one", "two", "three");
        assertThat(Output.EMPTY.lastLines(2)).isEmpty();
    }
}
