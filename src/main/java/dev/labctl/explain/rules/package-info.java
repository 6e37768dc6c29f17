/** Which facts lead to which causes. A new cause is a file of its own and a row in a table here. */
package dev.labctl.explain.rules;
