/**
 * Why something is not as expected: pure functions of an observation. One way: {@code facts} are what causes are found from;
 * {@code causes} know their evidence, words and fixes; {@code rules} are the tables from facts to causes; the explainer is on
 * top.
 */
package dev.labctl.explain;
