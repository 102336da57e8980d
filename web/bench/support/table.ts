/** A line of a table of results. @param values in the order they were measured */
export function row(what: string, values: readonly number[], unit: string): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `| ${what}, ${unit} | ${at(0.5)} | ${at(0.95)} | ${at(0)} | ${at(1)} | ${sorted.length} |`;
}

export const head = "| what | p50 | p95 | least | most | runs |\n|---|---|---|---|---|---|\n";
