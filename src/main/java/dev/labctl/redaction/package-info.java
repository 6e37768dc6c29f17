/** Taking secrets out of what leaves the reader's machine: pure functions on texts and trees. */
package dev.labctl.redaction;
