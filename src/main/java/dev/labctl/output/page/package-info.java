/** Address maps as self-contained HTML pages. */
package dev.labctl.output.page;
