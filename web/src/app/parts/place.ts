/** Where a floating panel stands beside its anchor, kept inside the window. Pure, so that it can be tested. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Side = "below" | "above" | "right";
export type Align = "start" | "end" | "center";

const gap = 6;
const margin = 8;

export function placeBeside(
  anchor: Box,
  panel: { readonly width: number; readonly height: number },
  window: { readonly width: number; readonly height: number },
  side: Side,
  align: Align,
): { readonly left: number; readonly top: number } {
  const clampLeft = (left: number) => Math.max(margin, Math.min(left, window.width - panel.width - margin));
  const clampTop = (top: number) => Math.max(margin, Math.min(top, window.height - panel.height - margin));
  if (side === "right") {
    const right = anchor.left + anchor.width + gap;
    const fits = right + panel.width + margin <= window.width;
    return { left: clampLeft(fits ? right : anchor.left - gap - panel.width), top: clampTop(anchor.top) };
  }
  const left =
    align === "start"
      ? anchor.left
      : align === "end"
        ? anchor.left + anchor.width - panel.width
        : anchor.left + (anchor.width - panel.width) / 2;
  const below = anchor.top + anchor.height + gap;
  const above = anchor.top - gap - panel.height;
  const fitsBelow = below + panel.height + margin <= window.height;
  const fitsAbove = above >= margin;
  const useAbove = side === "above" ? fitsAbove || !fitsBelow : !fitsBelow && fitsAbove;
  return { left: clampLeft(left), top: clampTop(useAbove ? above : below) };
}
