/** The causes of trouble: each knows its evidence, its words and its fixes. Which facts lead to which cause is not known here. */
package dev.labctl.explain.causes;
