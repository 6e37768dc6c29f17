package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.output.text.IpamWords;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the addresses of a block as cells in rows.
 *
 * @param workloads see {@link IpamWords#workloads}
 * @param focus whether cells that are somebody's can be gone to
 */
record BlockCells(Svg svg, Map<String, String> workloads, boolean focus) {
    /** So many cells are a row of a block that takes several. */
    static final int ROW = 64;

    /** A cell that is at least as wide has words in it. */
    static final double WORDS = 42;

    /** The room for the words of a cell that somebody has gone to. */
    static final double TIP = 14;

    /** A cell that is at least as wide has a letter in it. */
    private static final double LETTER = 12;

    private static final double SMALL = 10.5;

    /** Each address in its place, and returns where the last row ends. */
    double draw(Block block, double width, double height, double y) {
        Map<IpAddress, String> owners = new HashMap<>();
        block.addresses().forEach(address -> owners.put(address.ip(), address.owner()));
        long size = AddressDrawing.size(block);
        long rows = (size + ROW - 1) / ROW;
        for (long i = 0; i < size; i++) {
            IpAddress ip = block.cidr().address(i);
            String owner = owners.getOrDefault(ip, "");
            boolean edge = i < AddressDrawing.edges(block) || i >= size - AddressDrawing.edges(block);
            String kind = edge ? "edge" : owner.isEmpty() ? "slot" : owner.contains("/") ? "pod" : "reserved";
            double x = PlanSvg.MARGIN + i % ROW * width;
            long row = i / ROW;
            double top = y + row * height;
            if (owner.isEmpty()) {
                svg.rect(kind, x, top, width, height, ip + ": " + (edge ? "never given out" : "free"));
            } else {
                owned(kind, x, top, width, height, ip + ": " + owner, y + rows * height);
            }
            if (!edge || width >= WORDS) {
                words(ip, block.cidr(), owner, kind, x + width / 2, top, width, height);
            }
        }
        svg.rect("frame", PlanSvg.MARGIN, y, Math.min(size, ROW) * width, rows * height);
        return y + rows * height;
    }

    /** A cell that is somebody's; {@code bottom} is where its block ends. */
    void owned(String kind, double x, double y, double width, double height, String words, double bottom) {
        if (focus) {
            svg.cell(kind, x, y, width, height, Svg.fit(words, 12, PlanSvg.INNER), PlanSvg.MARGIN, bottom + TIP);
        } else {
            svg.rect(kind, x, y, width, height, words);
        }
    }

    /** What is in a cell: the end of its address and whose it is, or one letter where there is room for no more. */
    private void words(
            IpAddress ip,
            Cidr cidr,
            String owner,
            String kind,
            double middle,
            double top,
            double width,
            double height) {
        String ink = "small mid " + Pieces.ink(kind);
        if (width >= WORDS) {
            svg.text(ink, middle, top + 14, ending(ip, cidr));
        }
        if (owner.isEmpty()) {
            return;
        }
        if (width >= WORDS) {
            String name = IpamWords.owner(new Address(ip, owner), workloads);
            svg.text(ink, middle, top + 27, Svg.fit(name.substring(name.indexOf('/') + 1), SMALL, width - 2));
        } else if (width >= LETTER) {
            String letter = kind.equals("pod") ? "•" : owner.substring(0, 1).toUpperCase(Locale.ROOT);
            svg.text(ink, middle, top + height / 2 + 4, letter);
        }
    }

    /** The end of an address, which tells it from others of its block. */
    private static String ending(IpAddress ip, Cidr cidr) {
        String text = ip.toString();
        char separator = cidr.family() == Family.IPV4 ? '.' : ':';
        return text.substring(text.lastIndexOf(separator));
    }
}
