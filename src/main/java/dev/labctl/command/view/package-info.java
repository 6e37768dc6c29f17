/** What commands show of a lab or its cluster: values for reports, made from files and observations. */
package dev.labctl.command.view;
