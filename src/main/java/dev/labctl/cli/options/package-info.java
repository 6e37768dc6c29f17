/** Options that several commands share. */
package dev.labctl.cli.options;
