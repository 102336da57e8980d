/** The title line's model: text from the engine, typing to it, focus to and from the body. */
import type { Binding } from "./binding/binding";
import type { BoundView } from "./binding/plugin";

export class Title {
  readonly #listeners = new Set<() => void>();
  #binding: Binding | null = null;
  #view: BoundView | null = null;
  #caret: number | null = null;
  #element: HTMLTextAreaElement | null = null;

  bind(binding: Binding, view: BoundView): void {
    this.#binding = binding;
    this.#view = view;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly text = (): string => this.#binding?.title ?? "";

  /** A caret that an undo or redo asks for; taken once. */
  takeCaret(): number | null {
    const caret = this.#caret;
    this.#caret = null;
    return caret;
  }

  /** The engine's title is another one. */
  changed(caret: number | null): void {
    this.#caret = caret;
    for (const listener of this.#listeners) listener();
  }

  edit(text: string, caret: number): void {
    this.#view?.localEdit();
    this.#binding?.editTitle(text, caret);
    this.changed(null);
  }

  composing(composing: boolean): void {
    this.#view?.titleComposes(composing);
  }

  undo(): void {
    this.#view?.undo();
  }

  redo(): void {
    this.#view?.redo();
  }

  attach(element: HTMLTextAreaElement | null): void {
    this.#element = element;
  }

  focusEnd(): void {
    const element = this.#element;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }
}
