package dev.labctl.process;

/** Finds where UTF-8 bytes can be split without breaking a character. */
final class Utf8 {
    /** The length in bytes of the longest character. */
    static final int LONGEST = 4;

    private Utf8() {}

    static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** The number of the first {@code length} bytes without an incomplete last character. */
    static int completeLength(byte[] bytes, int length) {
        int lead = length - 1;
        while (lead > 0 && lead > length - LONGEST && isContinuation(bytes[lead])) {
            lead--;
        }
        return lead >= 0 && lead + characterLength(bytes[lead]) > length ? lead : length;
    }

    private static int characterLength(byte lead) {
        if ((lead & 0xE0) == 0xC0) {
            return 2;
        }
        if ((lead & 0xF0) == 0xE0) {
            return 3;
        }
        return (lead & 0xF8) == 0xF0 ? 4 : 1;
    }
}
