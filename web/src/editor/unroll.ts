/**
 * A long page is laid out in pieces: what a screen shows before the page is first painted, the rest
 * between the frames after that. Of 1,000 blocks that takes two thirds off what the browser needs to paint
 * them first, once they are in the document.
 *
 * Invariant: whatever a person does in the page, all of it is laid out before it takes effect. A block
 * whose content the browser skips takes no caret and loses the keys typed into it.
 *
 * Cost: a frame for every `PIECE` blocks; none for a page of at most `FIRST`.
 */

/** Blocks that fill the tallest screen, and some. */
const FIRST = 80;
/** As many as take the browser about a frame. */
const PIECE = 200;

const ACTS = ["pointerdown", "keydown", "beforeinput", "compositionstart", "dragenter", "paste"] as const;

/**
 * Lays out the blocks that are in the page, piece by piece from now on.
 *
 * @returns lays out the rest at once, if there is any
 */
export function unroll(page: HTMLElement): () => void {
  const blocks = page.querySelector(".bn-editor > .bn-block-group")?.childElementCount ?? 0;
  if (blocks <= FIRST) return () => undefined;

  const sheet = new CSSStyleSheet();
  const skipFrom = (block: number) =>
    `[data-unrolling] .bn-editor > .bn-block-group > .bn-block-outer:nth-child(n + ${String(block + 1)})`;
  sheet.replaceSync(`${skipFrom(FIRST)} { content-visibility: auto; contain-intrinsic-block-size: auto 1.9rem; }`);
  const rule = sheet.cssRules[0] as CSSStyleRule;
  let shown = FIRST;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = requestAnimationFrame(painted);

  page.dataset["unrolling"] = "";
  document.adoptedStyleSheets.push(sheet);
  ACTS.forEach((act) => window.addEventListener(act, whole, true));

  function painted(): void {
    // A frame's own callbacks come before it is painted; this one comes after.
    timer = setTimeout(() => {
      shown += PIECE;
      if (shown >= blocks) return whole();
      rule.selectorText = skipFrom(shown);
      frame = requestAnimationFrame(painted);
    });
  }

  function whole(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    ACTS.forEach((act) => window.removeEventListener(act, whole, true));
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    Reflect.deleteProperty(page.dataset, "unrolling");
  }
  return whole;
}
