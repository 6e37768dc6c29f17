package dev.labctl;

/** Where the JVM comes in. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Interruption.guard(runner -> App.run(RuntimeEnvironment.ofThisProcess(runner), args)));
    }
}
