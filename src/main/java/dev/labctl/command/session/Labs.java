package dev.labctl.command.session;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.verify.ExpectationKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The labs of the book.
 *
 * @param folders finds the chapters; asked only by commands that need a lab's files
 * @param platform for advice on how to install tools
 */
public record Labs(Supplier<Catalogue> folders, Platform platform) {
    public Catalogue catalogue() {
        return folders.get();
    }

    /**
     * A lab with its files.
     *
     * @throws FailureException where there is none of that name, or its files are not valid
     */
    public Lab resolve(LabRef ref, Optional<Path> values) {
        return new LabResolver(catalogue(), ExpectationKinds.ALL).resolve(ref, values);
    }

    /** The named lab, for a cluster on this machine. */
    public Lab runnable(Target target) {
        return runnable(target, target.lab().orElseThrow());
    }

    /** The lab that was named, if one was: a wrong name or file is an error before any cluster is opened. */
    public Optional<Lab> named(Target target) {
        return target.lab().map(ref -> runnable(target, ref));
    }

    /** A lab for a cluster on this machine, with the values that were asked for. */
    public Lab runnable(Target target, LabRef ref) {
        Lab lab = resolve(ref, target.values());
        if (lab.description().provider() != ProviderKind.KIND) {
            throw needsEks(lab);
        }
        return lab;
    }

    /** The same; empty where its files cannot be read, for they may have moved since its cluster was created. */
    Optional<Lab> ifReadable(Target target, LabRef ref) {
        try {
            return Optional.of(runnable(target, ref));
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    private FailureException needsEks(Lab lab) {
        return Failure.of(
                        Reason.PROVIDER_UNAVAILABLE,
                        "the lab " + lab.ref()
                                + " runs on Amazon EKS, where labctl cannot create clusters yet; by hand it needs:",
                        "Its README describes the steps, and what they cost: "
                                + lab.files()
                                        .readme()
                                        .map(file -> file.path().toString())
                                        .orElse("none"))
                .withDetails(List.of(
                        "eksctl: " + Tool.EKSCTL.install(platform),
                        "aws: " + Tool.AWS.install(platform) + ", with credentials (`aws configure`)"))
                .asException();
    }
}
