package dev.labctl.verify;

import dev.labctl.lab.LabState;
import dev.labctl.yaml.Fields;

/** At least one event with that reason, and that text as a part of its message. */
record EventCheck(String namespace, String reason, String text) implements Check {
    static Check read(Fields fields) {
        return new EventCheck(
                fields.text("namespace").orElse("default"),
                fields.requiredText("reason").orElse(""),
                fields.text("text").orElse(""));
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        long times = context.cluster().observation().list("Event").stream()
                .filter(event -> event.isIn(namespace))
                .filter(event -> event.has(reason, "reason"))
                .filter(event -> event.text("message").orElse("").contains(text))
                .count();
        if (times == 0) {
            findings.notYet("no such event");
        } else {
            findings.holds(times == 1 ? "1 such event" : times + " such events");
        }
    }

    @Override
    public String expected(LabState state) {
        return "event " + reason + (text.isEmpty() ? "" : ": " + text);
    }
}
