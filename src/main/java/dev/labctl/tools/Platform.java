package dev.labctl.tools;

import java.util.Locale;

/** The operating systems for which advice differs. */
public enum Platform {
    LINUX,
    MACOS,
    WINDOWS;

    /** From the Java property {@code os.name}. */
    public static Platform of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return WINDOWS;
        }
        return name.contains("mac") || name.contains("darwin") ? MACOS : LINUX;
    }
}
