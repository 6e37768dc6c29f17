/** Address maps as HTML pages that stand alone. */
package dev.labctl.output.page;
