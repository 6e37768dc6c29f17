package dev.labctl.process;

import java.util.List;

/**
 * What a program wrote to one of its streams, bounded: the beginning is dropped where it was more.
 *
 * @param text the captured text, decoded as UTF-8
 * @param droppedBytes how much is missing before it
 */
public record Output(String text, long droppedBytes) {
    public static final Output EMPTY = new Output("", 0);

    private static final int LONGEST = 400;

    public List<String> lines() {
        return text.lines().toList();
    }

    /** The last lines that are not blank, for a reader: without terminal colours, long ones cut, oldest first. */
    public List<String> lastLines(int count) {
        List<String> lines = plain().lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...")
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The text without ANSI escape sequences: kind and the cilium CLI colour even what they write to a pipe. */
    public String plain() {
        return text.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "");
    }
}
