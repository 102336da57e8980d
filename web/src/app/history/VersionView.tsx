import type { ReactNode } from "react";
import type { MarkRun } from "../../engine/types";
import { Icon } from "../parts/icons";
import { changeWords, formatWords } from "../words/history";
import { nameInside } from "../words/people";
import { shownTitle } from "../wording";
import type { Format, Piece, ShownBlock, ShownPage } from "./comparison";
import { headingLevels, type HeadingLevel } from "./outline";
import styles from "./history.module.css";

/** A version to read: the page's text without an editor, with what was added and removed marked. */
export function VersionView({ page }: { page: ShownPage }) {
  const levels = headingLevels(page.blocks.map((block) => block.type));
  return (
    <article className={styles.version}>
      <h1 className={styles.title}>{page.title.length === 0 ? shownTitle("") : <Pieces pieces={page.title} />}</h1>
      {page.blocks.map((block, at) => (
        <Block key={block.id} block={block} level={levels[at] ?? null} />
      ))}
    </article>
  );
}

function Block({ block, level }: { block: ShownBlock; level: HeadingLevel | null }) {
  const notes = block.changes.flatMap(({ key, after, author }) => {
    const words = changeWords(key, after);
    return words === null ? [] : [author === null ? words : `${words} by ${nameInside(author)}`];
  });
  if (block.moved) notes.push("moved");
  if (block.kind === "vanished") {
    notes.unshift(block.author === null ? "removed" : `removed by ${nameInside(block.author)}`);
  }
  return (
    <div className={styles.block} data-kind={block.kind} style={{ marginInlineStart: `${block.depth * 1.5}rem` }}>
      <Content block={block} level={level} />
      {notes.length > 0 && <p className={styles.note}>{[...new Set(notes)].join(", ")}</p>}
    </div>
  );
}

function Content({ block, level }: { block: ShownBlock; level: HeadingLevel | null }) {
  const text = <Pieces pieces={block.pieces} />;
  const Heading = `h${level ?? 2}` as const;
  switch (block.type) {
    case "heading1":
      return <Heading className={styles.h1}>{text}</Heading>;
    case "heading2":
      return <Heading className={styles.h2}>{text}</Heading>;
    case "heading3":
    case "heading4":
    case "heading5":
    case "heading6":
      return <Heading className={styles.h3}>{text}</Heading>;
    case "bulleted":
    case "toggle":
    case "numbered":
      return (
        <p className={styles.item} data-type={block.type}>
          {text}
        </p>
      );
    case "todo":
      return (
        <p className={styles.todo}>
          <span className={styles.box} aria-hidden="true">
            {block.properties["checked"] === true && <Icon name="check" size={14} />}
          </span>
          <span className="visually-hidden">{block.properties["checked"] === true ? "Done: " : "To do: "}</span>
          <span>{text}</span>
        </p>
      );
    case "quote":
      return <blockquote className={styles.quote}>{text}</blockquote>;
    case "code":
      return (
        <pre className={styles.code} tabIndex={0}>
          <code>{text}</code>
        </pre>
      );
    case "divider":
      return <hr className={styles.divider} />;
    case "table":
      return <Table rows={block.table ?? []} />;
    case "image":
    case "file":
    case "audio":
    case "video":
      return (
        <p className={styles.file}>
          {block.type}: {String(block.properties["name"] ?? block.properties["caption"] ?? "without a name")}
        </p>
      );
    default:
      return <p className={styles.paragraph}>{text}</p>;
  }
}

function Table({ rows }: { rows: NonNullable<ShownBlock["table"]> }) {
  return (
    <div className={styles.table} tabIndex={0} role="group" aria-label="Table">
      <table>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Pieces pieces={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, at) => {
    const text = <Marked piece={piece} />;
    if (piece.kind === "same" && piece.formats.length > 0) {
      return (
        <span key={at} className={styles.formatted} data-tip={formatsTip(piece.formats)}>
          {text}
        </span>
      );
    }
    if (piece.kind === "same") return <span key={at}>{text}</span>;
    const by = piece.author === null ? "" : ` by ${nameInside(piece.author)}`;
    return piece.kind === "inserted" ? (
      <ins key={at} data-tip={`Added${by}`}>
        {text}
      </ins>
    ) : (
      <del key={at} data-tip={`Removed${by}`}>
        {text}
      </del>
    );
  });
}

const formatsTip = (formats: readonly Format[]): string =>
  formats
    .map(({ type, after, author }) => {
      const words = formatWords(type, after);
      return author === null ? words : `${words} by ${nameInside(author)}`;
    })
    .join(", ");

const ELEMENTS: Readonly<Record<string, "strong" | "em" | "u" | "s" | "code">> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
};

function Marked({ piece }: { piece: Piece }): ReactNode {
  const cuts = [...new Set([0, piece.text.length, ...piece.marks.flatMap(([, from, to]) => [from, to])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? piece.text.length;
    const covering = piece.marks.filter(([, start, end]) => start <= from && end >= to);
    return (
      <span key={from} className={covering.some(([type]) => type === "link") ? styles.link : undefined}>
        {wrapped(piece.text.slice(from, to), covering)}
      </span>
    );
  });
}

function wrapped(text: string, marks: readonly MarkRun[]): ReactNode {
  return marks.reduce<ReactNode>((inside, [type]) => {
    const Element = ELEMENTS[type];
    return Element === undefined ? inside : <Element>{inside}</Element>;
  }, text);
}
