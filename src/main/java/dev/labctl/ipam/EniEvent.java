package dev.labctl.ipam;

/** What Cilium's operator does about a node's addresses in mode eni, in the order in which it does it. */
public sealed interface EniEvent {
    /**
     * Addresses are missing.
     *
     * @param interfaceNumber the network interface that has room for more; -1 where none has
     * @param wanted how many are asked for
     * @param room how many the interface can take, as far as its subnet has them
     * @param emptySlots the interfaces that the instance can have beside those that it has
     * @param remaining the interfaces that can take more addresses, those that are not there yet with them
     */
    record Deficit(
            int interfaceNumber,
            int wanted,
            int room,
            int emptySlots,
            int available,
            int used,
            int needed,
            int remaining)
            implements EniEvent {}

    /** The subnet has no whole prefix left; single addresses are taken from now on. */
    record OutOfPrefixes(boolean newInterface) implements EniEvent {}

    /** The interface gets no addresses: {@code error} is EC2's, as {@code CODE: TEXT}. */
    record NotAssigned(int interfaceNumber, int wanted, String error) implements EniEvent {}

    /** A network interface is created in a subnet. */
    record Creating(Cidr subnet, int wanted, boolean prefixes) implements EniEvent {}

    record Attached(Cidr subnet, int wanted, boolean prefixes, int interfaceNumber) implements EniEvent {}

    /** No network interface can be created: {@code error} is EC2's, as {@code CODE: TEXT}. */
    record NotCreated(Cidr subnet, int wanted, boolean prefixes, String error) implements EniEvent {}

    /** The instance has as many network interfaces as it can have, and none has room. */
    record OutOfInterfaces() implements EniEvent {}
}
