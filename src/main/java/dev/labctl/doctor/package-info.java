/** Whether a machine can hold a lab: facts are gathered in one place and judged by pure functions in another. */
package dev.labctl.doctor;
