package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.StuckPod;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.output.picture.Pieces.Part;
import dev.labctl.output.picture.PlanSvg.Meaning;
import dev.labctl.output.text.IpamWords;
import dev.labctl.output.text.LiveNode;
import dev.labctl.output.text.PlanWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Draws who has the addresses of each node's block, in their order and each as a cell where there is room, and the pods that
 * have none over the edge.
 */
public final class AddressDrawing {
    private static final double WIDEST_CELL = 56;

    /** Larger blocks are drawn to scale, by how many addresses there are of each kind. */
    private static final int MOST_CELLS = 256;

    /** More cells than this cannot be gone through by keyboard. */
    private static final int MOST_STOPS = 100;

    private static final double TALL = 34;
    private static final double BAR = 26;

    private final Svg svg;
    private final List<LiveNode> nodes;
    private final List<LiveNode> shown;
    private final BlockCells cells;

    /**
     * Draws into a picture.
     *
     * @param workloads see {@link IpamWords#workloads}
     * @param focus whether cells that are somebody's can be gone to
     */
    AddressDrawing(Svg svg, List<LiveNode> nodes, Map<String, String> workloads, boolean focus) {
        this.svg = svg;
        this.nodes = nodes;
        this.shown = shown(nodes);
        this.cells = new BlockCells(svg, workloads, focus);
    }

    /** Whether the cells of these nodes can be gone to by keyboard: there are some, and not too many to go through. */
    public static boolean canBeGoneTo(List<LiveNode> nodes) {
        long stops = shown(nodes).stream()
                .flatMap(node -> node.blocks().stream()
                        .filter(block -> size(block) <= MOST_CELLS)
                        .map(block -> block.addresses().size()
                                + node.waitingFor(block).size()))
                .mapToLong(Integer::longValue)
                .sum();
        return stops > 0 && stops <= MOST_STOPS;
    }

    private static List<LiveNode> shown(List<LiveNode> nodes) {
        return nodes.subList(0, Math.min(nodes.size(), LiveNode.MOST));
    }

    /** Draws from {@code y} on, and returns where it ends. */
    double draw(double y) {
        svg.text("section", PlanSvg.MARGIN, y, "Nodes and their addresses");
        double end = PlanSvg.legend(svg, y + 12, meanings());
        double width = width();
        for (LiveNode node : shown) {
            end = node(node, width, end + 28);
        }
        String further = IpamWords.further(nodes);
        if (!further.isEmpty()) {
            end += 26;
            svg.text("faint", PlanSvg.MARGIN, end, further);
        }
        return end;
    }

    private List<Meaning> meanings() {
        List<Meaning> meanings = new ArrayList<>();
        meanings.add(new Meaning("edge", "first and last: never given out"));
        if (any(block -> block.reserved().size())) {
            meanings.add(new Meaning("reserved", "the agent's own: router, health"));
        }
        if (any(LiveNode::pods)) {
            meanings.add(new Meaning("pod", "a pod's"));
        }
        if (any(Block::free)) {
            meanings.add(new Meaning("slot", "free"));
        }
        if (shown.stream().anyMatch(node -> node.blocks().stream()
                .anyMatch(block -> !node.waitingFor(block).isEmpty()))) {
            meanings.add(new Meaning("stuck", "a pod without an address"));
        }
        return meanings;
    }

    private boolean any(java.util.function.ToLongFunction<Block> count) {
        return shown.stream().flatMap(node -> node.blocks().stream()).anyMatch(block -> count.applyAsLong(block) > 0);
    }

    /** One width for the cells of all blocks that are a row each, so that they can be compared. */
    private double width() {
        long units = 1;
        for (LiveNode node : shown) {
            for (Block block : node.blocks()) {
                long size = size(block);
                if (size <= BlockCells.ROW) {
                    units = Math.max(
                            units,
                            size + Math.min(2 * size, node.waitingFor(block).size()));
                }
            }
        }
        return Math.min(WIDEST_CELL, PlanSvg.INNER / (double) units);
    }

    /** How many addresses are drawn: those that can be given out, and the ends that cannot. */
    static long size(Block block) {
        return block.usable() + 2L * edges(block);
    }

    static long edges(Block block) {
        return HostScope.firstUsable(block.cidr());
    }

    private double node(LiveNode node, double width, double y) {
        svg.text("name", PlanSvg.MARGIN, y, Svg.fit(node.name(), 13, PlanSvg.INNER));
        double end = y;
        List<String> troubles = new ArrayList<>();
        node.node().error().ifPresent(troubles::add);
        IpamWords.lacking(node.waitingForNone()).forEach(lack -> troubles.add("no block of that pool: " + lack));
        if (node.blocks().isEmpty() && troubles.isEmpty()) {
            troubles.add("no block yet");
        }
        for (String trouble : troubles) {
            end += 18;
            svg.text("bad", PlanSvg.MARGIN, end, Svg.fit("! " + trouble, 12, PlanSvg.INNER));
        }
        for (Block block : node.blocks()) {
            end = block(node, block, width, end + 18) + (cells.focus() ? BlockCells.TIP : 0);
        }
        return end;
    }

    private double block(LiveNode node, Block block, double width, double y) {
        String facts = IpamWords.facts(node, block);
        List<StuckPod> over = node.waitingFor(block);
        svg.text((over.isEmpty() ? "faint" : "bad") + " end", PlanSvg.WIDTH - PlanSvg.MARGIN, y, facts);
        svg.text(
                "faint",
                PlanSvg.MARGIN,
                y,
                block.family() + ", pool " + Svg.fit(block.pool(), 12, 160) + ": ",
                "cidr",
                block.cidr().toString());
        double top = y + 8;
        if (size(block) > MOST_CELLS) {
            double end = Pieces.draw(svg, parts(block), top, BAR, Math.min(WIDEST_CELL, scale(block, over)));
            return over(over, end, top, scale(block, over), BAR);
        }
        boolean row = size(block) <= BlockCells.ROW;
        double wide = row ? width : PlanSvg.INNER / BlockCells.ROW;
        double high = !row ? wide : wide >= BlockCells.WORDS ? TALL : BAR;
        double end = cells.draw(block, wide, high, top);
        return row
                ? over(over, PlanSvg.MARGIN + size(block) * wide, top, wide, high)
                : over.isEmpty() ? end : over(over, PlanSvg.MARGIN, end + 4, wide, high);
    }

    private static double scale(Block block, List<StuckPod> over) {
        return PlanSvg.INNER / (size(block) + Math.min(over.size(), size(block)));
    }

    private static List<Part> parts(Block block) {
        boolean ipv4 = block.family() == Family.IPV4;
        long edges = edges(block);
        return Stream.of(
                        new Part("edge", ipv4 ? "net" : "first", ipv4 ? "network address" : "first address", edges),
                        new Part(
                                "reserved",
                                "own",
                                "the agent's own",
                                block.reserved().size()),
                        new Part("pod", "pod", "a pod's", LiveNode.pods(block)),
                        new Part("slot", "free slot", "free", block.free()),
                        new Part("edge", ipv4 ? "bcast" : "last", ipv4 ? "broadcast address" : "last address", edges))
                .filter(part -> part.count() > 0)
                .toList();
    }

    /** The pods that have no address; where there is no room for all of them, an arrow says that there are more. */
    private double over(List<StuckPod> pods, double x, double y, double width, double height) {
        if (pods.isEmpty()) {
            return y + height;
        }
        double end = PlanSvg.WIDTH - PlanSvg.MARGIN;
        int drawn = (int) Math.max(0, Math.min(pods.size(), Math.floor((end - x + 1) / width)));
        if (width >= Pieces.SLIVER) {
            for (int i = 0; i < drawn; i++) {
                StuckPod pod = pods.get(i);
                String why = pod.words().isEmpty() ? "no event yet" : pod.words();
                cells.owned("stuck", x + i * width, y, width, height, pod.name() + ": no address: " + why, y + height);
            }
        } else {
            double all = Math.min(end - x, Math.max(Pieces.SLIVER, pods.size() * width));
            svg.rect("stuck", x, y, all, height, PlanWords.counted(pods.size(), "pod") + " without an address");
        }
        if (drawn < pods.size()) {
            svg.polygon("wall", end, y, end + 10, y + height / 2, end, y + height);
        }
        svg.rect("wall", x - 1.5, y - 4, 3, height + 8);
        return y + height;
    }
}
