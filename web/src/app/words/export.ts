/** What an export brought, and what it had to leave out. */
export function exportedWords(
  title: string,
  result: { readonly pages: number; readonly missingPages: number; readonly missingFiles: number },
): string {
  const { pages, missingPages, missingFiles } = result;
  const what =
    pages === 1 ? `“${title}” is saved as Markdown.` : `“${title}” and ${below(pages - 1)} are saved as Markdown.`;
  const missing = [
    ...(missingPages > 0 ? [missingPages === 1 ? "1 page" : `${missingPages} pages`] : []),
    ...(missingFiles > 0 ? [missingFiles === 1 ? "1 file" : `${missingFiles} files`] : []),
  ];
  if (missing.length === 0) return what;
  const one = missingPages + missingFiles === 1;
  return `${what} ${missing.join(" and ")} ${one ? "is" : "are"} not on this device and ${one ? "was" : "were"} left out.`;
}

const below = (count: number): string => (count === 1 ? "the page below it" : `the ${count} pages below it`);
