/** What the compiled lab exports to the scripts in {@code benchmarks}. No logic of its own. */
package dev.offing.lab.script;
