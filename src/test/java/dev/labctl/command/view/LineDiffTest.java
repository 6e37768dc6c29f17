package dev.labctl.command.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As GNU diff -u writes it. */
class LineDiffTest {
    private static List<String> lines(int count) {
        return new ArrayList<>(
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList());
    }

    @Test
    void theSameTextHasNoHunks() {
        assertThat(LineDiff.unified(lines(5), lines(5))).isEmpty();
        assertThat(LineDiff.unified(List.of(), List.of())).isEmpty();
    }

    @Test
    void aChangeHasThreeLinesAroundIt() {
        List<String> after = lines(12);
        after.set(5, "six");

        assertThat(LineDiff.unified(lines(12), after))
                .containsExactly("@@ -3,7 +3,7 @@", " 3", " 4", " 5", "-6", "+six", " 7", " 8", " 9");
    }

    @Test
    void changesThatAreNearShareAHunkAndOthersDoNot() {
        List<String> after = lines(40);
        after.set(9, "ten");
        after.set(16, "seventeen");
        after.set(35, "thirty-six");

        assertThat(LineDiff.unified(lines(40), after))
                .filteredOn(line -> !line.startsWith(" "))
                .containsExactly(
                        "@@ -7,14 +7,14 @@",
                        "-10",
                        "+ten",
                        "-17",
                        "+seventeen",
                        "@@ -33,7 +33,7 @@",
                        "-36",
                        "+thirty-six");
    }

    @Test
    void linesAreAddedAndRemovedAtTheEnds() {
        assertThat(LineDiff.unified(List.of(), List.of("a", "b"))).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
        assertThat(LineDiff.unified(List.of("a"), List.of())).containsExactly("@@ -1 +0,0 @@", "-a");
        assertThat(LineDiff.unified(List.of("a", "c"), List.of("a", "b", "c")))
                .containsExactly("@@ -1,2 +1,3 @@", " a", "+b", " c");
    }

    @Test
    void aTextThatIsAnotherAltogetherIsReplaced() {
        List<String> before = IntStream.range(0, 3_000).mapToObj(i -> "a" + i).toList();
        List<String> after = IntStream.range(0, 3_000).mapToObj(i -> "b" + i).toList();

        assertThat(LineDiff.unified(before, after)).hasSize(6_001).startsWith("@@ -1,3000 +1,3000 @@", "-a0");
    }
}
