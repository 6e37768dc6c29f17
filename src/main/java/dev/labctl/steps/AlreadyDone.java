package dev.labctl.steps;

/** A step whose work was found done when the command looked. */
public record AlreadyDone(String name, String detail) implements Step {
    @Override
    public StepEnd run(Session session) {
        return StepEnd.unchanged(detail);
    }
}
