package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.EniEvent;
import dev.labctl.ipam.EniEvent.Attached;
import dev.labctl.ipam.EniEvent.Creating;
import dev.labctl.ipam.EniEvent.Deficit;
import dev.labctl.ipam.EniEvent.NotAssigned;
import dev.labctl.ipam.EniEvent.NotCreated;
import dev.labctl.ipam.EniEvent.OutOfInterfaces;
import dev.labctl.ipam.EniEvent.OutOfPrefixes;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Instance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The operator's log in mode eni, line by line as Cilium 1.18.2 writes it. */
final class EniLog {
    private static final int MOST = 500;
    private static final String ALLOCATOR = " subsys=ipam-allocator-aws";
    private static final String NO_PREFIXES =
            "Subnet might be out of prefixes, Cilium will not allocate prefixes on this node anymore";

    private final VirtualClock clock;
    private final Ec2 ec2;
    private final Deque<String> lines = new ArrayDeque<>();

    EniLog(VirtualClock clock, Ec2 ec2) {
        this.clock = clock;
        this.ec2 = ec2;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Another operator begins. */
    void clear() {
        lines.clear();
    }

    private void line(String level, String message, String fields) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast("time=" + clock.now() + " level=" + level + " msg=\"" + message + "\"" + fields);
    }

    private String of(String node) {
        return ALLOCATOR + " name=" + node + " instanceID=" + ec2.instanceId(node);
    }

    /** The instance is of a type that EC2 does not list. */
    void noLimits(String node) {
        line("warn", "Instance limits not found.", of(node) + " error=\"Limits not found\"");
    }

    /** The lines of one round; {@code outAgain} if it was said before that the instance has no more interfaces. */
    void write(String node, List<EniEvent> events, boolean outAgain) {
        String creating = "";
        for (EniEvent event : events) {
            if (event instanceof Creating one) {
                creating = creating(node, one.subnet(), one.wanted(), one.prefixes());
                line("info", "No more IPs available, creating new ENI", creating);
            } else if (event instanceof OutOfPrefixes out) {
                line("warn", NO_PREFIXES, (out.newInterface() ? creating : " subsys=eni") + " node=" + node);
            } else if (event instanceof Attached attached) {
                attached(node, creating, attached.interfaceNumber());
            } else if (event instanceof NotCreated failed) {
                String error =
                        " error=\"unable to create ENI: " + error("CreateNetworkInterface", failed.error()) + "\"";
                line("info", "Unable to create interface on instance", of(node) + error);
                line("warn", "Unable to maintain ip pool of node", of(node) + error);
            } else if (event instanceof OutOfInterfaces) {
                if (!outAgain) {
                    line("warn", "Instance is out of interfaces", of(node));
                }
            } else {
                existing(node, event);
            }
        }
    }

    private void existing(String node, EniEvent event) {
        if (event instanceof Deficit deficit) {
            line("info", "Resolving IP deficit of node", of(node) + deficit(node, deficit));
        } else if (event instanceof NotAssigned failed) {
            line(
                    "info",
                    "Unable to assign additional IPs to interface, will create new interface",
                    of(node) + " error=\"" + error("AssignPrivateIpAddresses", failed.error())
                            + "\" selectedInterface=" + ec2.interfaceId(node, failed.interfaceNumber())
                            + " ipsToAllocate=" + failed.wanted());
        }
    }

    private String deficit(String node, Deficit deficit) {
        int number = deficit.interfaceNumber();
        String selected = number < 0
                ? " selectedInterface=\"\" selectedPoolID=\"\""
                : " selectedInterface=" + ec2.interfaceId(node, number) + " selectedPoolID="
                        + ec2.interfaces(node).orElseThrow().interfaces().stream()
                                .filter(eni -> eni.number() == number)
                                .map(eni -> ec2.subnetId(eni.subnet()))
                                .findFirst()
                                .orElse("");
        return selected + " maxIPsToAllocate=" + deficit.wanted() + " availableForAllocation=" + deficit.room()
                + " emptyInterfaceSlots=" + deficit.emptySlots() + " available=" + deficit.available() + " used="
                + deficit.used() + " neededIPs=" + deficit.needed() + " remainingInterfaces=" + deficit.remaining();
    }

    private String creating(String node, Cidr subnet, int addresses, boolean prefixes) {
        return of(node) + " securityGroupIDs=[" + ec2.securityGroup() + "] subnetID=" + ec2.subnetId(subnet)
                + " addresses=" + addresses + " isPrefixDelegated=" + prefixes;
    }

    private void attached(String node, String creating, int number) {
        line("info", "Created new ENI", creating + " eniID=" + ec2.interfaceId(node, number));
        line(
                "info",
                "Attached ENI to instance",
                creating + " attachmentID=" + Instance.id("eni-attach", node + "/" + number) + " index=" + number);
    }

    private static String error(String operation, String apiError) {
        return "operation error EC2: " + operation + ", https response error StatusCode: 400, RequestID: "
                + "00000000-0000-0000-0000-000000000000, api error " + apiError;
    }
}
