/** Plans and address maps as SVG pictures that stand alone. */
package dev.labctl.output.picture;
