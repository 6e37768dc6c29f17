/** The rules: tables from facts to causes. A new cause is one file and one row in a table. */
package dev.labctl.explain.rules;
