package dev.labctl.output.page;

/** The contrast of colours by WCAG 2.2: 4.5 is what text needs. */
final class Contrast {
    static final double READABLE = 4.5;

    private Contrast() {}

    /** Of two colours as {@code #rrggbb}; from 1 to 21. */
    static double of(String one, String other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * part(rgb >> 16) + 0.7152 * part(rgb >> 8) + 0.0722 * part(rgb);
    }

    private static double part(int bits) {
        double value = (bits & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
