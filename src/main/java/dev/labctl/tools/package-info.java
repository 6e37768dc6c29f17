/** The external programs that labctl uses: supported versions, paths, and how to install them. */
package dev.labctl.tools;
