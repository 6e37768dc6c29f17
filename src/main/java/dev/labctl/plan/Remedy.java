package dev.labctl.plan;

/**
 * A change after which every pod of the lab runs; a plan with the change in it has shown that.
 *
 * @param what the change in a few words
 * @param how as it is written into the values or the manifests
 * @param running how many pods of the lab run then, of as many
 */
public record Remedy(String what, String how, int running) {}
