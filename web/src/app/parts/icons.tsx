/** The shell's own small set of line icons on a 20-unit grid; they take size and colour from the text around them. */
const shapes = {
  chevron: "M8 5.5 12.5 10 8 14.5",
  plus: "M10 4.5v11M4.5 10h11",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  search: "M8.75 14a5.25 5.25 0 1 0 0-10.5 5.25 5.25 0 0 0 0 10.5ZM12.6 12.6l4 4",
  sidebar:
    "M3.5 5.5a1.5 1.5 0 0 1 1.5-1.5h10a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5ZM8 4v12",
  lines: "M3.5 6h13M3.5 10h13M3.5 14h13",
  page: "M5.5 3.5h6l3.5 3.5v9.5h-9.5ZM11.5 3.5V7H15M8 10.5h4.5M8 13.25h4.5",
  trash: "M4 5.75h12M8 5.5V4h4v1.5M5.5 5.75l.6 10.75h7.8l.6-10.75M8.5 9v4.5M11.5 9v4.5",
  pencil: "M4 16l.8-3.4 8.5-8.5a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2ZM12 5.5 14.5 8",
  subpage: "M5 3.5v8A1.5 1.5 0 0 0 6.5 13H9M12 10.5h5M14.5 8v5",
  open: "M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3M11 3.5h5.5V9M16.2 3.8 9.5 10.5",
  move: "M3.5 15.5v-10h4l1.7 2h7.3v8ZM8 11.5h4.5M10.7 9.7l1.8 1.8-1.8 1.8",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l.9-.9",
  away: "M6 15.5h7.75a3 3 0 0 0 .5-5.96 4.5 4.5 0 0 0-8.7-.8A3.4 3.4 0 0 0 6 15.5ZM10 9.5v3.5M8.5 11.7 10 13.2l1.5-1.5",
  sun: "M10 13.25a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM10 2.75v1.5M10 15.75v1.5M2.75 10h1.5M15.75 10h1.5M4.9 4.9l1 1M14.1 14.1l1 1M4.9 15.1l1-1M14.1 5.9l1-1",
  moon: "M15.9 12.3A6.5 6.5 0 0 1 7.7 4.1a6.5 6.5 0 1 0 8.2 8.2Z",
  screen: "M3.5 4.5h13v9h-13ZM7.5 16.5h5M10 13.5v3",
  invite: "M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.75 16.5c.3-3 2.4-4.6 5.25-4.6 1.3 0 2.4.3 3.3.9M14.5 11v5M12 13.5h5",
  device: "M4.5 4.5h11v7.5h-11ZM2.5 15h15",
  signOut: "M8.5 4H5A1.5 1.5 0 0 0 3.5 5.5v9A1.5 1.5 0 0 0 5 16h3.5M12.5 6.5 16 10l-3.5 3.5M16 10H8",
  keyboard: "M2.75 5.5h14.5v9H2.75ZM5.5 8.25h.01M8.5 8.25h.01M11.5 8.25h.01M14.5 8.25h.01M6.5 11.75h7",
  restore: "M4 4.5v4h4M4.3 8.3A6.25 6.25 0 1 1 3.75 11",
  sync: "M15.8 8.5A6 6 0 0 0 5 6.3L3.5 8M3.5 4.5V8H7M4.2 11.5A6 6 0 0 0 15 13.7l1.5-1.7M16.5 15.5V12H13",
  check: "M4.5 10.5l3.7 3.7L15.5 6.5",
  eye: "M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5ZM10 12.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5Z",
  smile:
    "M10 16.75a6.75 6.75 0 1 0 0-13.5 6.75 6.75 0 0 0 0 13.5ZM7.5 8.25v.5M12.5 8.25v.5M7 11.75c.7 1.1 1.7 1.7 3 1.7s2.3-.6 3-1.7",
  star: "M10 3.2l2.1 4.3 4.7.7-3.4 3.3.8 4.7-4.2-2.2-4.2 2.2.8-4.7-3.4-3.3 4.7-.7Z",
  starred: "M10 3.2l2.1 4.3 4.7.7-3.4 3.3.8 4.7-4.2-2.2-4.2 2.2.8-4.7-3.4-3.3 4.7-.7ZM8.2 9.6l1.3 1.3 2.4-2.6",
  kept: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM6.8 10.2l2.2 2.2 4.2-4.6",
  history: "M4 4.5v4h4M4.3 8.3A6.25 6.25 0 1 1 3.75 11M10 6.75V10l2.25 1.5",
  export: "M10 12.5v-9M6.5 6.8 10 3.3l3.5 3.5M4 11v3.5A1.5 1.5 0 0 0 5.5 16h9a1.5 1.5 0 0 0 1.5-1.5V11",
  download: "M10 3.5v9M6.5 9.2 10 12.7l3.5-3.5M4 16.25h12",
} as const;

export type IconName = keyof typeof shapes;

/** Decoration only: whatever it means is said in text beside it or in the control's name. */
export function Icon({ name, size = 18, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={className}
    >
      <path d={shapes[name]} />
    </svg>
  );
}

/** The mark: an O seen as a porthole, water up to the horizon, one sail on it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="13" fill="none" stroke="currentColor" strokeWidth="2.5" />
      <path d="M6.2 18.75h19.6a10.2 10.2 0 0 1-19.6 0Z" fill="currentColor" />
      <path d="M19 8.75v8.75h-5.5Z" fill="currentColor" />
    </svg>
  );
}
