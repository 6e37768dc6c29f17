/**
 * Checks observations against the expectations of a lab. Each kind of expectation is one file and one row. Pure functions.
 */
package dev.labctl.verify;
