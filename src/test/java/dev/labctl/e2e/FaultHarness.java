package dev.labctl.e2e;

import dev.labctl.fault.Fault;
import dev.labctl.fault.FaultTable;
import dev.labctl.fault.FaultTable.Row;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Breaks what is below labctl on a real cluster, one fault after the other, calls commands meanwhile and again when the cause is gone,
 * and writes what came of it into the table of {@code docs/faults.md}. It takes about three minutes a fault, so it is no part of the
 * e2e tier. As root, after {@code ./mvnw package -DskipUnitTests=true}:
 *
 * <pre>
 * java -cp 'target/test-classes:target/classes:target/lib/*' dev.labctl.e2e.FaultHarness [FAULT...]
 * </pre>
 *
 * Without names of faults it runs all of them, in their order.
 */
final class FaultHarness {
    private static final String CLUSTER = "faults";
    private static final String LAB = "chapter04 --use-case multi-pool-ipam";
    private static final Duration DOCKER_LOST = Duration.ofSeconds(12);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Shell shell;

    /** Whether the lab was verified after the last fault. */
    private boolean sound;

    private FaultHarness(Path folder) {
        this.folder = folder;
        this.shell = new Shell(folder).with("CLUSTER", CLUSTER).with("FAULTS", folder.toString());
    }

    public static void main(String... names) throws IOException {
        Shell.needs("docker", "kind", "cilium", "helm", "kubectl", "bash", "mount");
        List<Fault> faults = names.length == 0
                ? List.of(Fault.values())
                : Arrays.stream(names).map(Fault::valueOf).toList();
        FaultHarness harness = new FaultHarness(Files.createTempDirectory("faults"));
        boolean holds = true;
        for (Fault fault : faults) {
            List<Row> rows = harness.run(fault);
            FaultTable.write(fault, rows);
            holds &= rows.stream().allMatch(Row::holds);
        }
        System.exit(holds ? 0 : 1);
    }

    private List<Row> run(Fault fault) throws IOException {
        if (!sound) {
            call("run " + LAB).succeeds();
            call("context").succeeds();
        }
        DockerProxy docker = DockerProxy.until(folder.resolve("docker.sock"), DOCKER_LOST);
        try (docker) {
            return rows(fault);
        } finally {
            bash(fault.after()).succeeds();
        }
    }

    private List<Row> rows(Fault fault) {
        bash(fault.cause()).succeeds();
        List<Shell.Ended> broken = new ArrayList<>();
        for (String command : fault.commands()) {
            broken.add(call(line(command)));
        }
        bash(fault.undo()).succeeds();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < broken.size(); i++) {
            String command = fault.commands().get(i);
            Shell.Ended again = call(line(command));
            rows.add(row(command, broken.get(i), again));
            System.out.println(fault + " " + rows.get(i) + "\n" + broken.get(i).err() + again.err());
        }
        Shell.Ended verify = call("verify");
        sound = verify.exit() == 0;
        System.out.println(fault + " verify: exit " + verify.exit() + "\n" + verify.err());
        return rows.stream().map(row -> row.converged(sound)).toList();
    }

    /** Without the folder's name, which is another one each time. */
    private Row row(String command, Shell.Ended broken, Shell.Ended again) {
        Map<?, ?> report = JSON.readValue(broken.out().replace(folder + "/", ""), Map.class);
        return new Row(
                command,
                broken.exit(),
                Tree.text(report, "reason").orElse(""),
                Tree.text(report, "message")
                        .filter(text -> !text.isEmpty())
                        .or(() -> Tree.text(report, "state"))
                        .or(() -> Tree.list(report, "explanations").stream()
                                .findFirst()
                                .flatMap(first -> Tree.text(first, "symptom")))
                        .orElse("done"),
                Tree.text(report, "next").orElse(""),
                again.exit(),
                true);
    }

    private static String line(String command) {
        boolean withLab = List.of("up", "cilium-install", "apply", "run").contains(command.split(" ", 2)[0]);
        return withLab ? command.replaceFirst("^\\S+", "$0 " + LAB) : command;
    }

    private Shell.Ended call(String arguments) {
        return bash("if [ -f environment ]; then . ./environment; fi\nlabctl " + arguments + " -o json");
    }

    /** In a folder of its own; manifests of labs are in the repository. */
    private Shell.Ended bash(String script) {
        return shell.run("cd $FAULTS\n" + script.replace(" chapters/", " " + Shell.REPOSITORY + "/chapters/"));
    }
}
