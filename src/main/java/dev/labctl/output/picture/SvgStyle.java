package dev.labctl.output.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How the parts of a picture look. No information is in the colour alone: pods without an address are hatched. */
public final class SvgStyle {
    private static final String HATCH =
            """
            <defs><pattern id="plan-hatch" width="8" height="8" patternUnits="userSpaceOnUse">\
            <rect class="hatch" x="0" y="0" width="8" height="8"/>\
            <polygon class="stripe" points="0 0 3 0 0 3"/><polygon class="stripe" points="8 0 8 3 3 8 0 8"/>\
            </pattern></defs>
            """;

    private SvgStyle() {}

    /** The style sheet, and the hatching that it refers to. */
    public static String text() {
        return "<style>\n" + sheet(SvgStyle.class, "picture.css") + "</style>\n" + HATCH;
    }

    /** A style sheet beside a class. */
    public static String sheet(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
