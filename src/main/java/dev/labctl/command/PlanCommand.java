package dev.labctl.command;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Finding;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Target;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.lab.Lab;
import dev.labctl.plan.EniPlan;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.Remedies;
import dev.labctl.plan.Remedy;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.report.PlanView;
import dev.labctl.report.Report;
import java.util.List;
import java.util.Optional;

/**
 * Predicts a lab's addresses and pods, without a cluster.
 *
 * @param whatIf changes to the lab to predict with
 * @param fix whether to find changes that let every pod run
 * @param instanceTypes to compare with the lab's own
 */
public record PlanCommand(Target target, WhatIf whatIf, boolean fix, List<String> instanceTypes)
        implements TargetCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        Scenario scenario = DesiredState.scenario(target.cluster(), lab, whatIf);
        Optional<EniPlan> eni = EniPlan.of(scenario, instanceTypes);
        AddressMap predicted = Predictor.predict(scenario);
        AddressMap plan = otherVersion(context).map(predicted::with).orElse(predicted);
        List<Remedy> remedies = fix ? Remedies.of(scenario) : List.of();
        PlanView view = new PlanView(lab.description().title(), plan, eni, remedies);
        return Report.of(name(), lab(), view).withMessage(message(plan, remedies));
    }

    /** The rules of the prediction are those of one version. */
    private Optional<Finding> otherVersion(CommandContext context) {
        return DesiredState.ciliumVersion(target.ciliumVersion(), context.versions())
                .caveat()
                .map(words -> Finding.warning(
                        CiliumVersion.REASON, words, "Compare the plan with a cluster of that version."));
    }

    private String message(AddressMap plan, List<Remedy> remedies) {
        if (!fix || !remedies.isEmpty()) {
            return "";
        }
        return plan.everyPodRuns()
                ? "every pod runs as it is"
                : "no change of one kind was found that lets every pod run";
    }
}
