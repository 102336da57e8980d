/**
 * Names for the controls that BlockNote draws without one: a screen reader has to say more than
 * "check box". They are given while a block is drawn; later, the editor would take them for an edit.
 */
const NAMES: readonly (readonly [selector: string, name: string])[] = [
  ['input[type="checkbox"]', "Done"],
  [".bn-toggle-button", "Show or hide what is inside"],
  ["select", "Language of the code"],
];

interface Drawn {
  readonly dom: HTMLElement | DocumentFragment;
}

interface Spec {
  readonly implementation: { render(...parameters: never[]): Drawn };
}

/** The same kind of block, its controls named. */
export function named<S extends Spec>(spec: S): S {
  const { implementation } = spec;
  return {
    ...spec,
    implementation: {
      ...implementation,
      render(this: unknown, ...parameters: never[]): Drawn {
        const drawn = implementation.render.apply(this, parameters);
        for (const [selector, name] of NAMES) {
          for (const control of drawn.dom.querySelectorAll(selector)) control.setAttribute("aria-label", name);
        }
        return drawn;
      },
    },
  };
}
