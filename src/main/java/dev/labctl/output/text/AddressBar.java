package dev.labctl.output.text;

import dev.labctl.addresses.Block;
import dev.labctl.output.text.Style.Colour;

/**
 * The addresses of a node's block as a row of cells, to scale: one each where there is room, else many; what there is at
 * all has at least one. Pods without a slot hang over the edge, as far as there is room. Each kind of cell has a character
 * of its own, so that no information is in the colour alone.
 *
 * @param reserved for Cilium itself
 * @param taken slots that pods will take
 * @param free slots
 * @param over pods without a slot
 * @param cut whether there are more of those than could be shown
 */
record AddressBar(int reserved, int taken, int free, int over, boolean cut) {
    /** The most columns that a bar takes. */
    static final int LONGEST = 64;

    static final String RESERVED = "R";

    /** Divides at most so many cells, at least 8; the edge before the pods without a slot counts as one of them. */
    static AddressBar of(long reserved, long slots, long pods, int width) {
        long stuck = Math.max(0, pods - slots);
        int room = stuck == 0 ? width : Math.max(4, (width - 1) * 2 / 3);
        long all = reserved + slots;
        int cells = (int) Math.min(all, room);
        double scale = all == 0 ? 1 : (double) cells / all;
        int kept = cells(reserved, scale, cells - (slots > 0 ? 1 : 0));
        long wanted = Math.min(pods, slots);
        int left = cells - kept;
        int taken = wanted == slots ? left : cells(wanted, scale, left - 1);
        int most = width - 1 - cells;
        int over = stuck == 0 ? 0 : (int) Math.max(1, Math.min(most, Math.round(stuck * scale)));
        return new AddressBar(kept, taken, left - taken, over, stuck > 0 && stuck * scale > most + 0.5);
    }

    /** The bar of a node's block; pods that wait for it hang over its edge once it is full. */
    static AddressBar of(Block block, int width) {
        long pods = block.free() == 0 ? block.taken() + block.stuck() : block.taken();
        return of(block.reservedCount(), block.slots(), pods, width);
    }

    static String taken(Style style) {
        return style.unicode() ? "█" : "#";
    }

    static String free(Style style) {
        return style.unicode() ? "░" : ".";
    }

    static String stuck(Style style) {
        return style.unicode() ? "×" : "x";
    }

    Span in(Style style) {
        Span cells = Span.of(style, Colour.YELLOW, RESERVED.repeat(reserved))
                .then(Span.of(taken(style).repeat(taken)))
                .then(Span.of(style, Colour.FAINT, free(style).repeat(free)));
        String pods = cut ? stuck(style).repeat(over - 1) + ">" : stuck(style).repeat(over);
        return over == 0 ? cells : cells.then(Span.of("|")).then(Span.of(style, Colour.RED, pods));
    }

    private static int cells(long count, double scale, int most) {
        return count == 0 ? 0 : (int) Math.max(1, Math.min(most, Math.round(count * scale)));
    }
}
