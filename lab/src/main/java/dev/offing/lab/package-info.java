/**
 * Replays recorded editing through the engine's public API and measures it. {@link
 * dev.offing.lab.ReplayMeasurement} is the entry. It, and all it uses, is compiled by TeaVM too; only
 * {@link dev.offing.lab.TraceFile} and {@link dev.offing.lab.LoadedHeap} need the JVM.
 */
package dev.offing.lab;
