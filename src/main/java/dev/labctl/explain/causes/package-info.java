/** The causes of trouble: each has its evidence, its message and its fixes. */
package dev.labctl.explain.causes;
