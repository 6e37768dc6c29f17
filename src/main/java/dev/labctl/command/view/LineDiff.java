package dev.labctl.command.view;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts as {@code diff -u} writes it, without the two lines of its head. */
final class LineDiff {
    private static final int CONTEXT = 3;

    /** Beyond this many pairs of lines, all lines between the first and the last difference count as changed. */
    private static final long MOST_PAIRS = 4_000_000;

    /** A line of both texts, of the first (-) or of the second (+). */
    private record Edit(char sign, String line) {
        boolean change() {
            return sign != ' ';
        }
    }

    private final List<Edit> edits = new ArrayList<>();

    private LineDiff() {}

    /** The hunks; none where the texts are the same. */
    static List<String> unified(List<String> before, List<String> after) {
        LineDiff diff = new LineDiff();
        diff.compare(before, after);
        return diff.hunks();
    }

    private void compare(List<String> before, List<String> after) {
        int most = Math.min(before.size(), after.size());
        int head = 0;
        while (head < most && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        add(' ', before.subList(0, head));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
        add(' ', before.subList(before.size() - tail, before.size()));
    }

    private void add(char sign, List<String> lines) {
        lines.forEach(line -> edits.add(new Edit(sign, line)));
    }

    /** Keeps a longest common subsequence. */
    private void middle(List<String> before, List<String> after) {
        if ((long) before.size() * after.size() > MOST_PAIRS) {
            add('-', before);
            add('+', after);
            return;
        }
        int[][] common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean both = i < before.size() && j < after.size();
            if (both && before.get(i).equals(after.get(j))) {
                edits.add(new Edit(' ', before.get(i++)));
                j++;
            } else if (j == after.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
                edits.add(new Edit('-', before.get(i++)));
            } else {
                edits.add(new Edit('+', after.get(j++)));
            }
        }
    }

    /** How long the longest common subsequence of the rests is, from each pair of lines on. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private List<String> hunks() {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < edits.size()) {
            if (!edits.get(at).change()) {
                at++;
                continue;
            }
            int start = Math.max(0, at - CONTEXT);
            int end = end(at);
            hunk(start, end, lines);
            at = end;
        }
        return lines;
    }

    /** Where the hunk ends that has a change here: further changes that are near belong to it. */
    private int end(int change) {
        int last = change;
        for (int i = change; i < edits.size() && i <= last + 2 * CONTEXT + 1; i++) {
            last = edits.get(i).change() ? i : last;
        }
        return Math.min(edits.size(), last + 1 + CONTEXT);
    }

    private void hunk(int start, int end, List<String> lines) {
        lines.add("@@ -" + range('+', start, end) + " +" + range('-', start, end) + " @@");
        edits.subList(start, end).forEach(edit -> lines.add(edit.sign() + edit.line()));
    }

    /** First line and number of lines in the text that has no lines of that sign. */
    private String range(char without, int start, int end) {
        long before = count(without, 0, start);
        long count = count(without, start, end);
        return (count == 0 ? before : before + 1) + (count == 1 ? "" : "," + count);
    }

    private long count(char without, int start, int end) {
        return edits.subList(start, end).stream()
                .filter(edit -> edit.sign() != without)
                .count();
    }
}
