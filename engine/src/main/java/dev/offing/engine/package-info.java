/**
 * Page documents: one replica of one document, its changes, their bytes, its view and patches.
 *
 * <p>Entry type: {@link dev.offing.engine.Document}. Terms (docs/glossary.md): a <em>change</em> is the
 * atomic unit of the log; an <em>operation</em> a step of it; a <em>strand</em> one sequence of
 * characters and boundaries; an <em>agent</em> a replica as a small number, which never leaves a
 * document. The rules of merging are docs/spec/merge.md, the bytes docs/spec/bytes.md.
 *
 * <p>The package never reads a clock, draws a random number, opens a file or a socket, starts a thread,
 * logs or reflects: what it needs is passed in. It depends on {@code java.base} alone, on the part of it
 * that TeaVM compiles. {@code ArchitectureTest} holds that.
 */
package dev.offing.engine;
