package dev.labctl.command.session;

import dev.labctl.failure.FailureException;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.tools.Platform;
import dev.labctl.verify.ExpectationKinds;
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
    public Lab resolve(Target target, LabRef ref) {
        Optional<CiliumVersion> other = target.ciliumVersion()
                .flatMap(CiliumVersion::read)
                .filter(version -> version.caveat().isPresent());
        return new LabResolver(catalogue(), ExpectationKinds.ALL, other).resolve(ref, target.values());
    }

    /** The named lab, to be run. */
    public Lab runnable(Target target) {
        return runnable(target, target.lab().orElseThrow());
    }

    /** The lab that was named, if one was: a wrong name or file is an error before any cluster is opened. */
    public Optional<Lab> named(Target target) {
        return target.lab().map(ref -> runnable(target, ref));
    }

    /** A lab that is to be run, with the values that were asked for. */
    public Lab runnable(Target target, LabRef ref) {
        return resolve(target, ref);
    }

    /** The same; empty where its files cannot be read, for they may have moved since its cluster was created. */
    Optional<Lab> ifReadable(Target target, LabRef ref) {
        try {
            return Optional.of(runnable(target, ref));
        } catch (FailureException e) {
            return Optional.empty();
        }
    }
}
