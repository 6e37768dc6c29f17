/** Time as something that is handed in: a rehearsal runs on a virtual one, a test on its own. */
package dev.labctl.time;
