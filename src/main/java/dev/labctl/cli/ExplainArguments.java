package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ExplainCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Explain what is wrong: the cause, the evidence, and what to do.")
final class ExplainArguments extends ExistingClusterArguments {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND/NAME",
            description = "The object, as kubectl names it: pod/NAME, deploy/NAME, svc/NAME, node/NAME and others, or a"
                    + " name alone (default: everything).")
    private String object;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Its namespace (default: the only one that has the name, or default).")
    private String namespace;

    @Override
    ExplainCommand command(ReaderEnvironment environment) {
        return new ExplainCommand(target(environment), Optional.ofNullable(object), Optional.ofNullable(namespace));
    }
}
