package dev.labctl.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as kubectl and the cilium CLI take them: {@code 90s}, {@code 10m}, {@code 1h30m}. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern PATTERN = Pattern.compile("(?=\\d)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");

    @Override
    public Duration convert(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 90s, 10m or 1h30m");
        }
        Duration duration = Duration.parse("PT" + text);
        if (duration.isZero()) {
            throw new TypeConversionException("a duration must be longer than nothing");
        }
        return duration;
    }
}
