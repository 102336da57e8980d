/**
 * Indexes of a longest strictly increasing subsequence: the siblings that can stay while the others
 * move, so that the fewest moves are sent. Patience sorting, O(n log n).
 */
export function longestIncreasing(values: readonly number[]): number[] {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = index;
  });
  const kept: number[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] as number) kept.push(index);
  return kept.reverse();
}
