package dev.labctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.command.session.Confirmation.Question;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalConfirmationTest {
    private static final Question CREATE =
            Question.yesOrNo("creating x", List.of("account 1", "it costs 2"), "Create it?");

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private TerminalConfirmation typing(String text) {
        return on(Optional.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    private TerminalConfirmation on(Optional<InputStream> keyboard) {
        return new TerminalConfirmation(keyboard, new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n", " yes \r\n", "YES"})
    void yesAgrees(String answer) {
        assertThatCode(() -> typing(answer).require(CREATE)).doesNotThrowAnyException();
        assertThat(shown()).isEqualTo("account 1\nit costs 2\nCreate it? [y/N] ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "n\n", "yess\n", "", "\u0000\n"})
    void allElseDoesNot(String answer) {
        assertThatThrownBy(() -> typing(answer).require(CREATE)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.NOT_CONFIRMED);
            assertThat(e.failure().message()).isEqualTo("creating x was not confirmed");
        });
    }

    @Test
    void aNameHasToBeTyped() {
        Question delete = Question.typed("deleting y", List.of(), "Prod-1");

        assertThatCode(() -> typing("Prod-1\n").require(delete)).doesNotThrowAnyException();
        assertThatThrownBy(() -> typing("yes\n").require(delete)).isInstanceOf(FailureException.class);
        assertThatThrownBy(() -> typing("prod-1\n").require(delete)).isInstanceOf(FailureException.class);
        assertThat(shown()).startsWith("Type Prod-1 to continue: ");
    }

    @Test
    void withoutATerminalNothingIsAskedAndTheFactsAreTold() {
        assertThatThrownBy(() -> on(Optional.empty()).require(CREATE))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().message()).endsWith("there is no terminal to ask on");
                    assertThat(e.failure().next()).contains("--yes");
                    assertThat(e.failure().details()).containsExactly("account 1", "it costs 2");
                });
        assertThat(shown()).isEmpty();
    }

    @Test
    void aQuestionThatNobodyAnswersCanBeInterrupted() throws IOException {
        try (PipedOutputStream silent = new PipedOutputStream();
                PipedInputStream keyboard = new PipedInputStream(silent)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> on(Optional.of(keyboard)).require(CREATE))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(Reason.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
