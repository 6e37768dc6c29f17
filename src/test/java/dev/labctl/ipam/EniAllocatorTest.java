package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The steps of the real operator (Cilium 1.18.2), recorded against an EC2 API: how many addresses, interfaces, prefixes. */
class EniAllocatorTest {
    private static final EniDemand SINGLE = EniDemand.ofPrefixes(false);
    private static final EniDemand PREFIXES = EniDemand.ofPrefixes(true);

    private final List<EniEvent> events = new ArrayList<>();

    private static EniAllocator node(String type, String... subnets) {
        List<VpcSubnet> all = List.of(subnets).stream()
                .map(cidr -> new VpcSubnet(Cidr.parse(cidr)))
                .toList();
        IpAddress primary = all.get(0).take(1).get(0);
        return new EniAllocator(
                InstanceType.of(type).value().orElseThrow(),
                all,
                Eni.bare(0, all.get(0).cidr(), primary));
    }

    /** The pool after each of the numbers of used addresses, as in the recordings: {@code pool/interfaces/prefixes}. */
    private List<String> pools(EniAllocator node, EniDemand demand, int... used) {
        List<String> pools = new ArrayList<>();
        for (int count : used) {
            List<EniEvent> round;
            int before;
            do {
                before = node.available(demand);
                round = node.maintain(demand, Math.min(count, before), 0);
                events.addAll(round);
            } while (node.available(demand) > before);
            pools.add(node.available(demand) + "/" + node.interfaces().size() + "/"
                    + node.interfaces().stream()
                            .mapToInt(eni -> eni.prefixes().size())
                            .sum());
        }
        return pools;
    }

    @Test
    void aMediumInstanceWithSingleAddressesHasFifteen() {
        EniAllocator node = node("t3.medium", "192.168.64.0/24");

        assertThat(pools(node, SINGLE, 0, 2, 5, 9, 12, 15))
                .containsExactly("8/2/0", "10/2/0", "13/3/0", "15/3/0", "15/3/0", "15/3/0");
        assertThat(node.interfaces().get(0).addresses().toString())
                .isEqualTo("[192.168.64.5, 192.168.64.6, 192.168.64.7, 192.168.64.8, 192.168.64.9]");
        assertThat(node.interfaces().get(1).primary()).hasToString("192.168.64.10");
        assertThat(events.get(0)).isEqualTo(new EniEvent.Deficit(0, 8, 5, 2, 0, 0, 8, 3));
        assertThat(events.get(1)).isEqualTo(new EniEvent.Deficit(-1, 3, 0, 2, 5, 0, 3, 2));
        assertThat(events.get(2)).isEqualTo(new EniEvent.Creating(Cidr.parse("192.168.64.0/24"), 3, false));
    }

    @Test
    void withPrefixesItHasTwoHundredAndForty() {
        EniAllocator node = node("t3.medium", "192.168.64.0/23");

        assertThat(pools(node, PREFIXES, 0, 5, 9, 30)).containsExactly("16/1/1", "16/1/1", "32/1/2", "48/1/3");
        assertThat(node.interfaces().get(0).prefixes().get(0)).hasToString("192.168.64.16/28");
        assertThat(pools(node, PREFIXES, 48, 64, 80, 96)).containsExactly("64/1/4", "80/1/5", "96/2/6", "112/2/7");
        assertThat(pools(node, PREFIXES, 224, 240)).last().isEqualTo("240/3/15");
    }

    @Test
    void anInterfaceGoesToTheSubnetOfTheNodeAsLongAsThereIsRoom() {
        EniAllocator node = node("t3.medium", "192.168.99.0/27", "192.168.100.0/24");

        assertThat(pools(node, SINGLE, 0, 8, 15)).containsExactly("8/2/0", "15/3/0", "15/3/0");
        assertThat(node.interfaces()).allMatch(eni -> eni.subnet().equals(Cidr.parse("192.168.99.0/27")));
        EniAllocator cramped = node("t3.medium", "192.168.99.0/28", "192.168.100.0/24");
        pools(cramped, SINGLE, 0);
        assertThat(cramped.interfaces().get(1).subnet()).hasToString("192.168.100.0/24");
    }

    @Test
    void aFullSubnetIsAnErrorOfTheInterfaceThatCannotBeCreated() {
        EniAllocator node = node("t3.medium", "192.168.99.0/28");

        assertThat(pools(node, SINGLE, 0, 8, 9)).containsExactly("8/2/0", "9/2/0", "9/2/0");
        assertThat(events)
                .contains(new EniEvent.NotCreated(
                        Cidr.parse("192.168.99.0/28"),
                        5,
                        false,
                        "InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes"));
    }

    @Test
    void withoutWholePrefixesThereAreSingleAddressesAndThenNoMore() {
        EniAllocator node = node("t3.medium", "192.168.99.0/26");

        assertThat(pools(node, PREFIXES, 0, 16, 32, 37)).containsExactly("16/1/1", "32/1/2", "37/2/2", "37/2/2");
        assertThat(events).contains(new EniEvent.OutOfPrefixes(false), new EniEvent.OutOfPrefixes(true));
        assertThat(events)
                .contains(new EniEvent.NotAssigned(
                        0, 8, "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit."));
    }

    @Test
    void aNodeWithSingleAddressesGetsNoPrefixes() {
        VpcSubnet subnet = new VpcSubnet(Cidr.parse("192.168.64.0/24"));
        List<IpAddress> taken = subnet.take(6);
        Eni first = Eni.bare(0, subnet.cidr(), taken.get(0)).withAddresses(taken.subList(1, 6));
        EniAllocator node =
                new EniAllocator(InstanceType.of("t3.medium").value().orElseThrow(), List.of(subnet), first);

        assertThat(pools(node, PREFIXES, 0, 8, 15)).containsExactly("8/2/0", "15/3/0", "15/3/0");
    }

    @Test
    void whatTheNodeAsksForIsKept() {
        EniDemand more =
                SINGLE.ofNode(Map.of("ipam", Map.of("pre-allocate", 2, "min-allocate", 10, "max-above-watermark", 2)));
        assertThat(pools(node("t3.medium", "192.168.64.0/24"), more, 0)).containsExactly("10/2/0");

        EniDemand second = SINGLE.ofNode(Map.of("eni", Map.of("first-interface-index", 1)));
        EniAllocator node = node("t3.medium", "192.168.64.0/24");
        assertThat(pools(node, second, 0, 8, 10)).containsExactly("8/3/0", "10/3/0", "10/3/0");
        assertThat(node.interfaces().get(0).addresses()).isEmpty();

        EniDemand few = SINGLE.ofNode(Map.of("ipam", Map.of("max-allocate", 6)));
        assertThat(pools(node("t3.medium", "192.168.64.0/24"), few, 0, 6)).containsExactly("6/2/0", "6/2/0");
    }

    @Test
    void podsThatWaitAreAllocatedForAtOnce() {
        EniAllocator node = node("t3.large", "192.168.64.0/24");

        node.maintain(SINGLE, 0, 11);

        assertThat(node.available(SINGLE)).isEqualTo(11);
    }

    @Test
    void aSmallInstanceKeepsNoMoreFreeThanItCanHave() {
        assertThat(pools(node("t3.nano", "192.168.64.0/24"), SINGLE, 0, 2)).containsExactly("2/2/0", "2/2/0");
    }
}
