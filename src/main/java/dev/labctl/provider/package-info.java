/** Creates and deletes clusters: the interface of all providers, and the values that it uses. */
package dev.labctl.provider;
