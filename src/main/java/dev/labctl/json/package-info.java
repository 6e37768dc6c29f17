/** Reads and writes trees of maps, lists and scalars as JSON. The only package that uses Jackson. */
package dev.labctl.json;
