package dev.labctl.provider.recorded;

import dev.labctl.yaml.YamlFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip file. What it says of itself is not believed: neither the number of its files nor their sizes can make labctl read
 * more than a sysdump may have.
 */
final class ZipArchive implements Archive {
    /** YAML that is compressed is about a twentieth of its size; zeros are a thousandth. */
    private static final int MAX_RATIO = 200;

    /** Files below this size may be of any ratio. */
    private static final long SMALL = 16 << 20;

    private static final long MAX_BYTES = 2L << 30;

    /** The end of a zip file's directory: its signature, its length, and where the number of files is in it. */
    private static final int END = 0x06054b50;

    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    private final Path file;
    private final ZipFile zip;
    private final List<Entry> entries;
    private final AtomicLong read = new AtomicLong();

    private ZipArchive(Path file, ZipFile zip, List<Entry> entries) {
        this.file = file;
        this.zip = zip;
        this.entries = entries;
    }

    static ZipArchive open(Path file) {
        try {
            if (directoryBytes(file) > MAX_FILES * 200L) {
                throw bomb(file, "its directory has more entries than a sysdump has files");
            }
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new ZipArchive(file, zip, entries(file, zip));
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof IOException io ? YamlFile.reason(io) : String.valueOf(e.getMessage());
            throw Archive.invalid(
                    file + " is not a zip file that can be read: " + why,
                    "It may be cut off: compare its size with the original, or unpack it and name the folder.");
        }
    }

    private static List<Entry> entries(Path file, ZipFile zip) {
        if (zip.size() > MAX_FILES) {
            throw bomb(file, "it has " + zip.size() + " files");
        }
        return zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(entry -> new Entry(inside(file, entry.getName().replace('\\', '/')), entry.getSize()))
                .toList();
    }

    /** Nothing is written, so that such a path could do no harm; but no sysdump has one. */
    private static String inside(Path file, String path) {
        boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
        if (absolute || List.of(path.split("/", -1)).contains("..")) {
            throw Archive.invalid(
                    file + " has a file whose path leads out of it: " + path,
                    "It is no sysdump as the cilium CLI writes it: ask where it comes from. labctl has written nothing.");
        }
        return path;
    }

    private static RuntimeException bomb(Path file, String why) {
        return Archive.invalid(
                file + " is not read, because it may be a zip bomb: " + why,
                "If it is a sysdump all the same, unpack it and name the folder.");
    }

    /** How long the directory is, as the last bytes of the file say; it is read into memory as a whole. */
    private static long directoryBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = (int) Math.min(channel.size(), END_LENGTH + LONGEST_COMMENT);
            ByteBuffer end = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            long start = channel.size() - length;
            while (end.hasRemaining() && channel.read(end, start + end.position()) > 0) {}
            for (int at = end.position() - END_LENGTH; at >= 0; at--) {
                if (end.getInt(at) == END) {
                    return Integer.toUnsignedLong(end.getInt(at + 12));
                }
            }
            return 0;
        }
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        ZipEntry found = zip.getEntry(entry.path());
        if (found == null) {
            throw new IOException("it is not in the zip file");
        }
        return new Limited(zip.getInputStream(found), found.getCompressedSize());
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            // All that was needed is read.
        }
    }

    /** Counts what is read; throws where that is far more than was compressed, or more than is read of any recording. */
    private final class Limited extends FilterInputStream {
        private final long compressed;
        private long count;

        Limited(InputStream in, long compressed) {
            super(in);
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            count += Math.max(0, got);
            long all = read.addAndGet(Math.max(0, got));
            if (count > SMALL && count / MAX_RATIO > compressed) {
                throw bomb(file, "one of its files is more than " + MAX_RATIO + " times as long as it is compressed");
            }
            if (all > MAX_BYTES) {
                throw bomb(file, "more than " + (MAX_BYTES >> 30) + " GiB had to be read");
            }
            return got;
        }
    }
}
