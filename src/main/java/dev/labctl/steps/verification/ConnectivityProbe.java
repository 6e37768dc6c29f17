package dev.labctl.steps.verification;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Execution;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.time.Deadline;
import dev.labctl.tree.Tree;
import dev.labctl.verify.Client;
import dev.labctl.verify.Question;
import dev.labctl.verify.Reply;
import dev.labctl.verify.Verifier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets pods ask. */
record ConnectivityProbe(KubeApi api, Deadline deadline) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** With less time than this nobody gets to the end of a question. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    /**
     * What the questions are answered now.
     *
     * @param before what they were answered last; it stands where there is no time to ask again
     */
    Map<Question, Reply> ask(List<Question> questions, Observation seen, Map<Question, Reply> before) {
        Map<Question, Reply> replies = new LinkedHashMap<>();
        for (Question question : questions) {
            if (before.containsKey(question) && deadline.remaining().compareTo(LEAST) < 0) {
                replies.put(question, before.get(question));
            } else {
                pod(question, seen).ifPresent(pod -> replies.put(question, ask(question, pod)));
            }
        }
        return replies;
    }

    private static Optional<KubeObject> pod(Question question, Observation seen) {
        return question.service().namespace().flatMap(namespace -> Verifier.asking(seen, namespace, question.answer()));
    }

    private Reply ask(Question question, KubeObject pod) {
        String container = pod.list("spec", "containers").stream()
                .flatMap(one -> Tree.text(one, "name").stream())
                .findFirst()
                .orElse("");
        List<Client> clients = Client.of(question.answer());
        for (Client client : clients) {
            Optional<Reply> reply = ask(question, pod, container, client);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        String programs =
                String.join(" or ", clients.stream().map(Client::program).toList());
        return Reply.broken(pod.ref() + " has no " + programs + " to ask with");
    }

    private Optional<Reply> ask(Question question, KubeObject pod, String container, Client client) {
        try {
            Execution run = api.exec(
                    pod.namespace().orElse("default"),
                    pod.name(),
                    container,
                    client.argv(),
                    deadline.atMost(PATIENCE).remaining());
            return client.reply(question.answer(), run);
        } catch (FailureException e) {
            if (e.failure().reason() == Reason.NOT_IN_REHEARSAL) {
                return Optional.of(Reply.notShown("nothing runs in a rehearsal, so nothing answers"));
            }
            throw e;
        } catch (ApiException e) {
            return Optional.of(Reply.notYet(e.getMessage()));
        }
    }
}
