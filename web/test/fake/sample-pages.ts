import type { FakePage } from "./fake-workspace";

const may = (day: number, hour: number) => new Date(2026, 4, day, hour).getTime();

const refit = [
  "Order antifouling for both hulls; the old tin is dry.",
  "Ask the yard about the crane: two lifts on one morning.",
  "Check standing rigging, above all the port lower shroud.",
];
const rigging = [
  "Shrouds: look for broken strands where the wire enters the terminal, and run a rag along each one, top to bottom. A rag that catches means a new shroud, whatever the season.",
  "Split pins taped, spreaders level.",
];

/** A small team's workspace, with something of everything a tree can show. */
export const samplePages: readonly FakePage[] = [
  { id: "welcome", title: "Welcome aboard", icon: "👋", changedAt: may(2, 9) },
  { id: "season", title: "Season plan 2026", icon: "🧭", changedAt: may(9, 16), pending: 3 },
  { id: "spring", parent: "season", title: "Spring refit", icon: "🛠️", changedAt: may(8, 11), text: refit },
  { id: "rigging", parent: "spring", title: "Rigging checklist", changedAt: may(8, 12), pending: 2, text: rigging },
  { id: "paint", parent: "spring", title: "Paint and antifouling", changedAt: may(1, 12) },
  {
    id: "suppliers",
    parent: "spring",
    title: "Suppliers, prices and delivery times for everything below the waterline",
    changedAt: may(3, 12),
  },
  { id: "summer", parent: "season", title: "Summer cruises", icon: "⛵", changedAt: may(7, 10) },
  { id: "skagen", parent: "summer", title: "Skagen and back", icon: "🗺️", changedAt: may(6, 10) },
  { id: "crew-lists", parent: "summer", title: "Crew lists", here: false, changedAt: may(5, 10) },
  { id: "log", title: "Log book", icon: "📓", changedAt: may(10, 7) },
  { id: "log-april", parent: "log", title: "April", changedAt: may(1, 7) },
  { id: "log-may", parent: "log", title: "May", changedAt: may(10, 7) },
  { id: "handbook", title: "Handbook", icon: "📚", changedAt: may(4, 9) },
  { id: "safety", parent: "handbook", title: "Safety on deck", changedAt: may(4, 9) },
  { id: "radio", parent: "handbook", title: "Radio procedures", here: false, changedAt: may(4, 9) },
  { id: "members", title: "Members and fees", icon: "👥", here: false, changedAt: may(3, 9) },
  { id: "minutes", title: "Minutes", icon: "📝", changedAt: may(9, 20) },
  { id: "minutes-may", parent: "minutes", title: "Board meeting, 6 May", changedAt: may(9, 20) },
  { id: "ideas", title: "", changedAt: may(9, 21) },
  { id: "old-budget", title: "Budget 2024", icon: "📈", trashed: true, changedAt: may(1, 8) },
  { id: "old-draft", parent: "handbook", title: "Mooring rules, first draft", trashed: true, changedAt: may(2, 8) },
];

export const manyPages = (count: number): FakePage[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `page-${index}`,
    parent: index % 10 === 0 ? null : `page-${index - (index % 10)}`,
    title: `Page ${index}`,
  }));
