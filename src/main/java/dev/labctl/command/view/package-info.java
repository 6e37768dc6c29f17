/** What commands show of a lab or its cluster: values for reports, from files and observations. */
package dev.labctl.command.view;
