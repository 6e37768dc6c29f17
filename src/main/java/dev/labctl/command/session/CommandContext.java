package dev.labctl.command.session;

import dev.labctl.command.planner.Versions;
import dev.labctl.doctor.Doctor;
import dev.labctl.lease.Leases;
import dev.labctl.provider.Providers;
import dev.labctl.report.Display;
import dev.labctl.report.StepListener;
import dev.labctl.time.TimeSource;

/**
 * What commands work with.
 *
 * @param listener hears of progress while a command runs
 * @param confirmation asks the reader before anything is done that costs money or cannot be undone
 * @param display shows what a command that goes on for a while has so far
 * @param versions what is used where nothing else is asked for
 * @param leases by which other labctls are kept off a cluster
 */
public record CommandContext(
        Labs labs,
        Providers providers,
        Doctor doctor,
        TimeSource time,
        StepListener listener,
        Confirmation confirmation,
        Display display,
        Versions versions,
        Leases leases) {}
