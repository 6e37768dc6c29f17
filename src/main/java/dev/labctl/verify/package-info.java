/** A lab's expectations held against its cluster: pure functions to verdicts. Each kind of expectation is one file and one row. */
package dev.labctl.verify;
