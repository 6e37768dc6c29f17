/** The API server: admission, schema, server-side apply, the object store and the event log. */
package dev.labctl.provider.rehearsal.simulation.api;
