package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.report.LabList;
import dev.labctl.report.Report;
import dev.labctl.verify.ExpectationKinds;
import java.util.List;
import java.util.Optional;

/**
 * Lists the labs.
 *
 * @param chapter empty for all of them
 */
public record ListCommand(Optional<String> chapter) implements Command {
    @Override
    public String name() {
        return "list";
    }

    @Override
    public Optional<LabRef> lab() {
        return chapter.map(LabRef::of);
    }

    @Override
    public Report run(CommandContext context) {
        Catalogue catalogue = context.labs().catalogue();
        LabResolver resolver = new LabResolver(catalogue, ExpectationKinds.ALL);
        List<LabList.Entry> entries = chapter.map(List::of).orElseGet(catalogue::chapters).stream()
                .flatMap(name -> catalogue.labs(name).stream())
                .map(ref -> new LabList.Entry(ref, resolver.title(ref).orElse("")))
                .toList();
        return Report.of(name(), lab(), new LabList(catalogue.root().toString(), entries));
    }
}
