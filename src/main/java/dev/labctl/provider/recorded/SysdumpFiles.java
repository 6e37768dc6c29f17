package dev.labctl.provider.recorded;

import dev.labctl.failure.Wording;
import dev.labctl.provider.recorded.Archive.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of one sysdump in an archive: those in its folder with its time in their names, and those of its agents (cilium-cli
 * {@code sysdump/constants.go}; the names of those read here are the same from 2021 on).
 *
 * @param folder empty or with {@code /} at its end
 * @param stamp the time, as the names have it
 * @param byPath the files of that folder and below
 */
record SysdumpFiles(Archive archive, String folder, String stamp, Map<String, Entry> byPath) {
    private static final Pattern MARK =
            Pattern.compile("(?:k8s-pods|k8s-nodes|ciliumnodes|cilium-configmap|k8s-version)-(" + CollectionTime.PATTERN
                    + ")\\.(?:yaml|txt)");

    /** The agent's own program was called {@code cilium} before Cilium 1.15. */
    private static final Pattern STATUS = Pattern.compile(
            "cilium-bugtool-(.+)-(" + CollectionTime.PATTERN + ")/cmd/cilium(?:-dbg)?-status---verbose\\.md");

    /** The sysdump in an archive; empty where it has none. */
    static Optional<SysdumpFiles> in(Archive archive) {
        TreeSet<String> found = new TreeSet<>();
        for (Entry entry : archive.entries()) {
            Matcher matcher = MARK.matcher(entry.name());
            if (matcher.matches()) {
                found.add(entry.folder() + "\n" + matcher.group(1));
            }
        }
        if (found.size() > 1) {
            throw Archive.invalid(
                    "there are " + found.size() + " sysdumps: "
                            + Wording.names(found.stream()
                                    .map(one -> one.replace("\n", "*-"))
                                    .toList()),
                    "Name one of them, in a zip file or a folder of its own.");
        }
        return found.stream().findFirst().map(one -> {
            int end = one.indexOf('\n');
            return of(archive, one.substring(0, end), one.substring(end + 1));
        });
    }

    private static SysdumpFiles of(Archive archive, String folder, String stamp) {
        Map<String, Entry> byPath = archive.entries().stream()
                .filter(entry -> entry.path().startsWith(folder))
                .collect(Collectors.toMap(Entry::path, entry -> entry, (one, other) -> one, LinkedHashMap::new));
        return new SysdumpFiles(archive, folder, stamp, byPath);
    }

    /** The file of a name, such as {@code k8s-pods}; empty where it was not collected. */
    Optional<Entry> find(String name, String extension) {
        return at(folder + name + "-" + stamp + extension);
    }

    private Optional<Entry> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** An agent's status, and what else was collected from it. */
    record AgentFiles(String agent, Entry status, Optional<Entry> endpoints, Optional<Entry> hostname) {}

    /** The agents whose status was asked for. */
    List<AgentFiles> agents() {
        return byPath.values().stream().flatMap(entry -> agent(entry).stream()).toList();
    }

    private Optional<AgentFiles> agent(Entry status) {
        Matcher matcher = STATUS.matcher(status.path().substring(folder.length()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Entry> endpoints = at(status.path().replace("status---verbose", "endpoint-list"));
        return Optional.of(new AgentFiles(matcher.group(1), status, endpoints, at(status.folder() + "hostname.md")));
    }
}
