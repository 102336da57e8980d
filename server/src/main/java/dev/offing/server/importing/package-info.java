/**
 * Import of Markdown folders and Notion exports: {@link dev.offing.server.importing.Importer} reads and
 * checks everything, then an {@link dev.offing.server.importing.ImportSink} keeps it, all or none. Entry
 * from the command line: {@link dev.offing.server.importing.WorkspaceImport}.
 */
package dev.offing.server.importing;
