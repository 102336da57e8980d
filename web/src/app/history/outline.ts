/** Below a page's title, which is the first. */
export type HeadingLevel = 2 | 3 | 4 | 5 | 6;

/**
 * The levels a page's headings have for those who go through it by its outline: none is left out on the way down, as a
 * text that begins with a small heading would. How large a heading looks is another matter.
 *
 * @param types of the blocks, in order
 * @returns as many; null = not a heading
 */
export function headingLevels(types: readonly string[]): (HeadingLevel | null)[] {
  const above: number[] = [];
  return types.map((type) => {
    const own = Number(/^heading([1-6])$/.exec(type)?.[1] ?? 0);
    if (own === 0) return null;
    while ((above.at(-1) ?? 0) >= own) above.pop();
    above.push(own);
    return Math.min(above.length + 1, 6) as HeadingLevel;
  });
}
