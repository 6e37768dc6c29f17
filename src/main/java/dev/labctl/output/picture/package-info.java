/** Plans and address maps as self-contained SVG pictures. */
package dev.labctl.output.picture;
