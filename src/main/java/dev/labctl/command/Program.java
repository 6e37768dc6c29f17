package dev.labctl.command;

import dev.labctl.doctor.Doctor;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.LabResolver;
import dev.labctl.provider.Providers;
import dev.labctl.report.Display;
import dev.labctl.report.StepListener;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Tools;
import java.util.function.Supplier;

/**
 * Everything that labctl can do, put together from what it works with. What is not needed by a command is not made: each
 * supplier is asked at most once, and only by those who need it.
 */
public final class Program {
    private final Commands commands;
    private final Views views;
    private final Looks looks;
    private final AddressLooks addresses;
    private final Logs logs;
    private final Explaining explaining;

    public Program(
            Supplier<Catalogue> catalogue,
            Providers providers,
            Doctor doctor,
            Tools tools,
            TimeSource time,
            StepListener listener,
            Display display) {
        Workbench bench = new Workbench(
                () -> new LabResolver(catalogue.get()), providers, doctor, tools, time, listener, display);
        this.commands = new Commands(bench, Versions.PINNED);
        this.views = new Views(catalogue, bench);
        this.looks = new Looks(bench);
        this.addresses = new AddressLooks(bench);
        this.logs = new Logs(bench, looks);
        this.explaining = new Explaining(bench);
    }

    public Commands commands() {
        return commands;
    }

    public Views views() {
        return views;
    }

    public Looks looks() {
        return looks;
    }

    public AddressLooks addresses() {
        return addresses;
    }

    public Logs logs() {
        return logs;
    }

    public Explaining explaining() {
        return explaining;
    }
}
