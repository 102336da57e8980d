/** A small sailing club's workspace, as folders to import. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const pages: Readonly<Record<string, string>> = {
  "Season plan": "What happens this year, and who looks after it.",
  "Season plan/Spring refit": `What has to be done before the boats go in, and who does it. The list is complete when every line has a name and a date.

## Before Easter

- Order antifouling for one hull; the old tin is dry.
- Ask the yard about the crane.
- Check the standing rigging, above all the port lower shroud.

## What we learned

Sand before it gets warm. Nobody wants to wear a mask in May, and the dust settles on the varnish next door.`,
  "Season plan/Spring refit/Rigging checklist": `Run a rag along each shroud, top to bottom. A rag that catches means a new shroud, whatever the season.

Split pins taped, spreaders level.

Halyards end for end every second year.`,
  "Season plan/Spring refit/Paint and antifouling": "Two coats below the waterline, one day between them.",
  "Season plan/Summer cruises": "One long cruise, three weekends.",
  "Season plan/Summer cruises/Skagen and back": "Nine days with a west wind, twelve without.",
  "Log book": "One page a month. Wind, sea, and who had the watch.",
  "Log book/April": "North-east 4, both boats in the shed.",
  "Log book/May": "South-west 3, first sail of the year.",
  Handbook: "How things are done here.",
  "Handbook/Radio procedures": "Channel 16 is listened to, channel 72 is talked on.",
  "Handbook/Safety on deck": "One hand for the boat.",
  "Members and fees": "Fees are due on the first of March.",
  Minutes: "The board meets on the first Wednesday.",
};

/** @returns a folder a section: what an import brings together it puts below one page */
export async function writeHarbour(folder: string): Promise<readonly string[]> {
  const sections = new Set<string>();
  for (const [path, text] of Object.entries(pages)) {
    const section = join(folder, path.split("/")[0] ?? path);
    sections.add(section);
    const file = join(section, `${path}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `# ${path.slice(path.lastIndexOf("/") + 1)}\n\n${text}\n`);
  }
  return [...sections];
}
