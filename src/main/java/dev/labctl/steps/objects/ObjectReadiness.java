package dev.labctl.steps.objects;

import dev.labctl.kubernetes.ObjectStatus;

/**
 * How far an object of a lab is.
 *
 * @param stuck how many of its pods stay stuck, as the lab expects it
 */
public record ObjectReadiness(String object, ObjectStatus status, int stuck) {}
