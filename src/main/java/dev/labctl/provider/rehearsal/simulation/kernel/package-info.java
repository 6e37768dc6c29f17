/** What every part of the simulation rests on: virtual time, the event queue, seeded randomness, work queues. */
package dev.labctl.provider.rehearsal.simulation.kernel;
