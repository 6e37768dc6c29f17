package dev.labctl.process;

/**
 * Keeps the end of a text, where a failing program reports why. One thread may append while another reads the output.
 */
final class BoundedCapture {
    private final int limit;
    private final StringBuilder kept = new StringBuilder();

    /** @param limit the maximum number of characters to return; up to twice as many are kept */
    BoundedCapture(int limit) {
        this.limit = limit;
    }

    synchronized void append(char[] text, int length) {
        kept.append(text, 0, length);
        if (kept.length() > 2L * limit) {
            kept.delete(0, kept.length() - limit);
        }
    }

    synchronized Output output() {
        int start = Math.max(0, kept.length() - limit);
        boolean halved = start < kept.length() && Character.isLowSurrogate(kept.charAt(start));
        return new Output(kept.substring(halved ? start + 1 : start));
    }
}
