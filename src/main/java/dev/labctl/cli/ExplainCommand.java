package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Say why something is not as it should be, what shows it, and what to do.")
final class ExplainCommand extends ClusterCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND/NAME",
            description = "What is meant, in kubectl's words: pod/NAME, deploy/NAME, svc/NAME, node/NAME and others; a"
                    + " name alone does as well (default: everything).")
    private String target;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Where it is (default: wherever there is only one of that name, or default).")
    private String namespace;

    ExplainCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.explaining().explain(request, Optional.ofNullable(target), Optional.ofNullable(namespace));
    }
}
