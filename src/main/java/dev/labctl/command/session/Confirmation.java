package dev.labctl.command.session;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.List;
import java.util.Optional;

/** Asks the reader before labctl does what costs money, or what cannot be undone. */
@FunctionalInterface
public interface Confirmation {
    /**
     * Shows lines and a prompt, and waits for an answer.
     *
     * @return the line that the reader typed, without surrounding blanks; empty where there is no terminal to ask on
     * @throws dev.labctl.failure.FailureException with {@code INTERRUPTED}
     */
    Optional<String> ask(List<String> lines, String prompt);

    /**
     * What is asked.
     *
     * @param what will be done, as it goes before "was not confirmed"
     * @param facts that the reader should know, a line each
     * @param prompt what to type
     * @param agreements the answers that agree
     */
    record Question(String what, List<String> facts, String prompt, List<String> agreements) {
        public Question {
            facts = List.copyOf(facts);
            agreements = List.copyOf(agreements);
        }

        /** A question with yes or no. */
        public static Question yesOrNo(String what, List<String> facts, String question) {
            return new Question(what, facts, question + " [y/N] ", List.of("y", "Y", "yes", "Yes", "YES"));
        }

        /** A question whose answer is a name, so that no one agrees out of habit. */
        public static Question typed(String what, List<String> facts, String name) {
            return new Question(what, facts, "Type " + name + " to continue: ", List.of(name));
        }
    }

    /**
     * Returns if the reader agrees.
     *
     * @throws dev.labctl.failure.FailureException with {@code NOT_CONFIRMED}
     */
    default void require(Question question) {
        require(
                question,
                Failure.of(
                                Reason.NOT_CONFIRMED,
                                question.what() + " was not confirmed: there is no terminal to ask on",
                                "Add --yes to agree.")
                        .withDetails(question.facts()));
    }

    /**
     * Returns if the reader agrees.
     *
     * @param unasked the failure where there is no terminal to ask on
     * @throws dev.labctl.failure.FailureException with {@code NOT_CONFIRMED} where the answer does not agree
     */
    default void require(Question question, Failure unasked) {
        Optional<String> answer = ask(question.facts(), question.prompt());
        if (answer.isEmpty()) {
            throw unasked.asException();
        }
        if (!question.agreements().contains(answer.get())) {
            throw Failure.of(Reason.NOT_CONFIRMED, question.what() + " was not confirmed", "Nothing was changed.")
                    .asException();
        }
    }
}
