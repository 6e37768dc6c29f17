package dev.labctl.cli;

import dev.labctl.command.DiffCommand;
import dev.labctl.command.DoctorCommand;
import dev.labctl.command.ExplainCommand;
import dev.labctl.command.IpamCommand;
import dev.labctl.command.ListCommand;
import dev.labctl.command.PlanCommand;
import dev.labctl.command.ShowCommand;
import dev.labctl.command.StatusAllCommand;
import dev.labctl.command.StatusCommand;
import dev.labctl.command.session.Target;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that show something and change nothing. */
final class ViewCommands {
    private ViewCommands() {}

    @Command(description = "Show the state of the lab, or of all labs.")
    static Request status(
            @Mixin ShownLabOptions options,
            @Option(names = "--all", description = "Show every cluster that labctl created, rehearsals included.")
                    boolean all) {
        return options.request(() -> {
            Target target = options.target();
            if (all && options.recording().isPresent()) {
                throw options.usage("--all shows clusters, so it does not take --from");
            }
            return all ? new StatusAllCommand(target) : new StatusCommand(target);
        });
    }

    @Command(
            description = "Show what differs between the lab and the cluster: what applying it would change, Cilium's"
                    + " version and values, and the cluster itself. Changes nothing.")
    static Request diff(
            @Mixin ExistingLabOptions options,
            @Mixin CiliumOptions cilium,
            @Option(
                            names = "--prune",
                            description = "Show what is left over as deleted, as `apply --prune` would do it.")
                    boolean prune,
            @Option(names = "--exit-code", description = "Exit with 1 if there are differences.") boolean exitCode) {
        return options.request(() -> new DiffCommand(
                options.target(cilium.values()).withCilium(cilium.version(options.environment())), prune, exitCode));
    }

    @Command(description = "Show the cluster's addresses: who has which, what is free, and which pods have none.")
    static Request ipam(
            @Mixin ShownLabOptions options,
            @Option(names = "--node", paramLabel = "NAME", description = "Only this node, with each of its addresses.")
                    Optional<String> node,
            @Option(
                            names = "--watch",
                            description = "Observe the cluster every two seconds and show what has changed, until"
                                    + " Ctrl-C or for as long as --timeout says.")
                    boolean watch,
            @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the map into a file.")
                    Optional<Path> svg,
            @Option(
                            names = "--html",
                            paramLabel = "FILE",
                            description = "Also write a page for a browser, with the map and all addresses.")
                    Optional<Path> html,
            @Option(names = "--values", paramLabel = "FILE", description = Descriptions.VALUES) Optional<Path> values) {
        return options.request(() -> {
                    Target target = options.target(values);
                    if (!watch) {
                        return new IpamCommand(target, node, false);
                    }
                    if (options.recording().isPresent()) {
                        throw options.usage("--watch shows what changes, and a recording does not");
                    }
                    refuseDocuments(options.output().format(), svg.isPresent() || html.isPresent());
                    return new IpamCommand(target.within(options.patientTimeout()), node, true);
                })
                .and(OutputFile.Kind.SVG, svg)
                .and(OutputFile.Kind.HTML, html);
    }

    private static void refuseDocuments(Format format, boolean files) {
        boolean text = format == Format.TEXT;
        if (!text || files) {
            throw new FailureException(
                    Reason.USAGE,
                    text ? "--watch writes no files" : "--watch shows text only",
                    "Leave --watch out, or " + (text ? "--svg and --html." : "-o."));
        }
    }

    @Command(description = "Explain what is wrong: the cause, the evidence, and what to do.")
    static Request explain(
            @Mixin ShownClusterOptions options,
            @Parameters(
                            index = "0",
                            arity = "0..1",
                            paramLabel = "KIND/NAME",
                            description = "The object, as kubectl names it: pod/NAME, deploy/NAME, svc/NAME, node/NAME"
                                    + " and others, or a name alone (default: everything).")
                    Optional<String> object,
            @Option(
                            names = {"-n", "--namespace"},
                            paramLabel = "NS",
                            description = "Its namespace (default: the only one that has the name, or default).")
                    Optional<String> namespace) {
        return options.request(() -> new ExplainCommand(options.target(), object, namespace));
    }

    @Command(
            description = "Show the latest log lines of Cilium's agents and operator, or of a lab's pods, merged by"
                    + " time.")
    static Request logs(@Mixin LogsOptions options) {
        return options.request(options::command).and(OutputFile.Kind.BUNDLE, options.bundle());
    }

    @Command(description = "List the chapters and their use cases.")
    static Request list(
            @Parameters(index = "0", arity = "0..1", paramLabel = "CHAPTER", description = "Only this chapter.")
                    Optional<String> chapter,
            @Option(
                            names = "--chapters",
                            paramLabel = "DIR",
                            description = "Where the chapters are ($LABCTL_CHAPTERS).")
                    Optional<Path> chapters) {
        return Request.of(new ListCommand(chapter), chapters);
    }

    @Command(description = "Show a lab: its files, settings and values, and where each comes from.")
    static Request show(@Mixin LabViewOptions options) {
        return options.request(() -> new ShowCommand(options.labTarget()));
    }

    @Command(
            description = "Predict a lab's addresses and pods without a cluster: which run, which stay stuck, and why.")
    static Request plan(
            @Mixin LabViewOptions options,
            @Mixin WhatIfOptions changes,
            @Option(names = "--fix", description = "Find the smallest changes that let every pod run.") boolean fix,
            @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the address space into a file.")
                    Optional<Path> svg,
            @Option(
                            names = "--instance-type",
                            paramLabel = "TYPE",
                            split = ",",
                            description =
                                    "Compare another EC2 instance type in IPAM mode eni; may be repeated, or a list"
                                            + " with commas.")
                    List<String> instanceTypes,
            @Mixin CiliumVersionOption cilium) {
        List<String> types = instanceTypes == null ? List.of() : List.copyOf(instanceTypes);
        return options.request(() -> new PlanCommand(
                        options.labTarget().withCilium(cilium.version(options.environment())),
                        changes.whatIf(),
                        fix,
                        types))
                .and(OutputFile.Kind.SVG, svg);
    }

    @Command(description = "Check what this machine lacks for a lab, and how to fix it.")
    static Request doctor(
            @Mixin LabClusterOptions options,
            @Option(
                            names = "--clusters",
                            paramLabel = "NUMBER",
                            defaultValue = "1",
                            description = "Check the machine for that many clusters at once, as in a class room"
                                    + " (default: ${DEFAULT-VALUE}).")
                    int clusters) {
        return options.request(() -> {
            if (clusters < 1) {
                throw options.usage("--clusters takes a number from 1");
            }
            return new DoctorCommand(options.target(), clusters);
        });
    }
}
