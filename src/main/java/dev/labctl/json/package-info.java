/** Trees of maps, lists and scalars as JSON, and back. The only package that knows Jackson. */
package dev.labctl.json;
