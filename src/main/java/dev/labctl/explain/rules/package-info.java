/** The rules: tables from facts to causes. A new cause is one record and one row in a table. */
package dev.labctl.explain.rules;
