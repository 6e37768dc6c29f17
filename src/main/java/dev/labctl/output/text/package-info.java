/** Reports as text: tables, paragraphs, and the words that pictures and pages share. */
package dev.labctl.output.text;
