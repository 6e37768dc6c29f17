package dev.labctl.verify;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation.Answer;

/**
 * What a pod of the cluster is to ask.
 *
 * @param service that must answer
 * @param answer that is expected
 */
public record Question(ObjectRef service, Answer answer) {}
