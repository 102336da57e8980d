/** The test page as a Playwright fixture, with the questions the specs ask. */
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import type { EditorView } from "prosemirror-view";
import type { Harness, Peer } from "./link";
import { addressOf } from "../support/test-pages";

declare global {
  interface Window {
    harness: Harness;
  }
}

/** A block to start with: type, text, nested blocks. */
export interface Seed extends ReadonlyArray<string | Seed> {
  readonly 0: string;
  readonly 1: string;
}

/** What Tiptap leaves on the editable element. */
interface Bound {
  readonly editor: { readonly view: EditorView; readonly commands: { setTextSelection(position: number): boolean } };
}

export class TwoEditors {
  readonly a: EditorDriver;
  readonly b: EditorDriver;

  constructor(readonly page: Page) {
    this.a = new EditorDriver(page, "a");
    this.b = new EditorDriver(page, "b");
  }

  async seed(...blocks: Seed[]): Promise<void> {
    await this.page.evaluate((seeds) => {
      window.harness.link.seed((document) => {
        const add = (list: readonly Seed[], parent: string | null) => {
          let after: string | null = null;
          for (const [type, text, ...rest] of list) {
            const children = rest as Seed[];
            after = document.newBlock(parent, after, type);
            if (text !== "") document.insert(after, 0, text, null);
            add(children, after);
          }
        };
        add(seeds, null);
        document.endUndoGroup();
      });
    }, blocks);
    await this.converged();
  }

  async online(online: boolean): Promise<void> {
    await this.page.evaluate((on) => window.harness.link.online(on), online);
  }

  /** Both editors and both engines show the same, and nothing had to be repaired. @returns the outline */
  async converged(): Promise<string[]> {
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const { harness } = window;
          if (!harness.link.settled()) return "not delivered";
          const wholes = [harness.editor("a"), harness.editor("b"), harness.engine("a"), harness.engine("b")];
          const [first] = wholes;
          return wholes.every(({ whole }) => whole === first?.whole) ? "equal" : wholes.map(({ whole }) => whole);
        }),
      )
      .toBe("equal");
    const [outline, repaired] = await this.page.evaluate(
      () => [window.harness.editor("a").outline, window.harness.repaired] as const,
    );
    expect(repaired).toEqual([]);
    return outline;
  }
}

export class EditorDriver {
  readonly section: Locator;
  readonly text: Locator;
  readonly title: Locator;

  constructor(
    readonly page: Page,
    readonly peer: Peer,
  ) {
    this.section = page.locator(`[data-peer="${peer}"]`);
    this.text = this.section.locator(".bn-editor");
    this.title = this.section.getByRole("textbox", { name: "Page title" });
  }

  /** Back into this editor, where its caret was. */
  async focus(): Promise<void> {
    await this.text.evaluate((dom) => (dom as unknown as Bound).editor.view.focus());
    await expect(this.text).toBeFocused();
  }

  /** Puts the caret into the n-th block that holds text. */
  async caret(block: number, offset: number): Promise<void> {
    await this.text.evaluate(
      (dom, [index, at]) => {
        const { view, commands } = (dom as unknown as Bound).editor;
        const starts: number[] = [];
        view.state.doc.descendants((node, pos) => {
          if (node.isTextblock) starts.push(pos + 1);
        });
        const start = starts[index];
        if (start === undefined) throw new Error("no such block");
        commands.setTextSelection(start + at);
      },
      [block, offset] as const,
    );
    await this.focus();
    await expect.poll(() => this.caretAt()).toBe(`${String(block)}:${String(offset)}`);
  }

  /** `block:offset` of the caret, blocks that hold text counted from 0. */
  caretAt(): Promise<string> {
    return this.text.evaluate((dom) => {
      const { view } = (dom as unknown as Bound).editor;
      const { $head } = view.state.selection;
      let index = -1;
      let found = -1;
      view.state.doc.descendants((node, pos) => {
        if (!node.isTextblock) return;
        index++;
        if (pos + 1 === $head.start()) found = index;
      });
      return `${String(found)}:${String($head.parentOffset)}`;
    });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /**
   * Ctrl A, and waits until the editor has the whole body selected: it follows the browser's selection
   * a moment later, which a person's hands do not outrun.
   */
  async selectAll(): Promise<void> {
    await this.press("Control+a");
    await expect
      .poll(() =>
        this.text.evaluate((dom) => {
          const { doc, selection } = (dom as unknown as Bound).editor.view.state;
          const selected = doc.textBetween(selection.from, selection.to);
          return selected !== "" && selected === doc.textContent;
        }),
      )
      .toBe(true);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}

export const test = base.extend<{ editors: TwoEditors; engine: "fake" | "compiled" }, { address: string }>({
  engine: ["compiled", { option: true }],
  address: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see what a fixture needs
    async ({}, provide) => provide(await addressOf("harness")),
    { scope: "worker" },
  ],
  editors: async ({ page, address, engine }, provide) => {
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(`${address}/?engine=${engine}`);
    await expect(page.locator(".bn-editor")).toHaveCount(2);
    await provide(new TwoEditors(page));
    expect(errors).toEqual([]);
  },
});

export { expect };
