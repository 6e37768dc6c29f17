/** Steps that apply, await and delete the objects of a lab. */
package dev.labctl.steps.objects;
