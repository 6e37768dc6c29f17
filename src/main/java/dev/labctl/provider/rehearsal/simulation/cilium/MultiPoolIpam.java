package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolAllocator;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The operator in mode multi-pool: as many blocks of each pool as a node asks for. */
final class MultiPoolIpam implements OperatorIpam {
    static final String POOL = "CiliumPodIPPool";
    private static final String POOL_VERSION = "cilium.io/v2alpha1";
    private static final String AUTO_CREATE = "auto-create-cilium-pod-ip-pools";
    private static final String POOL_FIELD = "ipv[46]-(?:cidrs:[^;]+|mask-size:[0-9]{1,3})";
    private static final Pattern POOL_SPEC = Pattern.compile("[^=;]+=" + POOL_FIELD + "(?:;" + POOL_FIELD + ")*");

    private final ObjectStore store;
    private final CiliumNodes nodes;
    private final PoolAllocator allocator;
    private final Set<String> failing = new TreeSet<>();

    /**
     * The operator at its start: blocks that nodes have are theirs before any node gets a new one.
     *
     * @return refused with the text that it ends with where the pools to create cannot be read
     */
    static Attempt<OperatorIpam> start(CiliumConfig config, ObjectStore store, CiliumNodes nodes) {
        String pools = config.texts().getOrDefault(AUTO_CREATE, "").strip();
        List<String> specs = pools.isEmpty() ? List.of() : List.of(pools.split("\\s+", -1));
        return specs.stream()
                .filter(spec -> !POOL_SPEC.matcher(spec).matches())
                .findFirst()
                .<Attempt<OperatorIpam>>map(spec -> Attempt.refused("Failed to parse IP pool spec: " + spec))
                .orElseGet(() -> Attempt.done(new MultiPoolIpam(config, store, nodes, specs)));
    }

    private MultiPoolIpam(CiliumConfig config, ObjectStore store, CiliumNodes nodes, List<String> specs) {
        this.store = store;
        this.nodes = nodes;
        this.allocator = new PoolAllocator(config.families());
        specs.forEach(this::create);
        takeUpPools();
        nodes.all().forEach(node -> allocator.allocate(node.name(), CiliumNodes.allocated(node), Map.of()));
    }

    /** Pools that are there already stay as they are (Cilium 1.18 {@code operator/watchers/cilium_podippool.go}). */
    private void create(String text) {
        String name = text.substring(0, text.indexOf('='));
        Map<String, Object> spec = Tree.of();
        for (String part : text.substring(name.length() + 1).split(";", -1)) {
            spec = with(spec, part.substring(0, part.indexOf(':')), part.substring(part.indexOf(':') + 1));
        }
        store.putIfAbsent(
                Tree.of("apiVersion", POOL_VERSION, "kind", POOL, "metadata", Tree.of("name", name), "spec", spec));
    }

    private static Map<String, Object> with(Map<String, Object> spec, String key, String value) {
        String family = key.substring(0, key.indexOf('-'));
        return key.endsWith("-cidrs")
                ? Tree.with(spec, Arrays.asList((Object[]) value.split(",", -1)), family, "cidrs")
                : Tree.with(spec, Long.valueOf(value), family, "maskSize");
    }

    /** What the operator says of a pool that it cannot take up stands in its log alone. */
    private void takeUpPools() {
        Set<String> names = new TreeSet<>();
        for (KubeObject pool : store.list(POOL_VERSION, POOL)) {
            PodIpPool.of(pool.tree()).ifPresent(allocator::upsert);
            names.add(pool.name());
        }
        List.copyOf(allocator.pools()).stream()
                .filter(pool -> !names.contains(pool))
                .forEach(allocator::delete);
    }

    /** What one node gives back may be what another one waits for, so all that wait are served again. */
    @Override
    public void reconcile(KubeObject node) {
        takeUpPools();
        answer(node);
        List.copyOf(failing).stream().filter(name -> !name.equals(node.name())).forEach(name -> nodes.get(name)
                .ifPresent(this::answer));
    }

    private void answer(KubeObject node) {
        PoolAllocator.Answer answer =
                allocator.allocate(node.name(), CiliumNodes.allocated(node), CiliumNodes.requested(node));
        if (!answer.allocated().equals(CiliumNodes.allocated(node))) {
            nodes.setAllocated(node.name(), answer.allocated());
        }
        nodes.setError(node.name(), answer.error().orElse(""));
        if (answer.error().isPresent()) {
            failing.add(node.name());
        } else {
            failing.remove(node.name());
        }
    }

    @Override
    public void forget(String node) {
        failing.remove(node);
        allocator.remove(node);
    }
}
