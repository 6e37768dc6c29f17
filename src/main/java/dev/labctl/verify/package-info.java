/** What the book says held against what is there: pure functions from expectations and observations to verdicts. */
package dev.labctl.verify;
