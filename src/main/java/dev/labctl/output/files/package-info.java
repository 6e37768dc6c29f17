/** Reports as files that the reader named: pictures, pages, JUnit XML, bundles. */
package dev.labctl.output.files;
