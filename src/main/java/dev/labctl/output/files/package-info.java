/** Writes reports to files that the user names: pictures, pages, JUnit XML, bundles. */
package dev.labctl.output.files;
