/**
 * The blocks and marks of a page, as BlockNote knows them: its own, a placeholder for block types this
 * version does not know, and inline code that may be bold at the same time (as it may in the engine).
 */
import {
  BlockNoteSchema,
  createBlockConfig,
  createBlockSpec,
  createCodeBlockSpec,
  createStyleSpecFromTipTapMark,
  defaultBlockSpecs,
  defaultStyleSpecs,
  type BlockNoteEditor,
} from "@blocknote/core";
import { named } from "./control-names";
import { UNSUPPORTED } from "./binding/mapping";

const unsupportedConfig = createBlockConfig(
  () =>
    ({
      type: UNSUPPORTED,
      propSchema: { engineType: { default: "unknown" } },
      content: "inline",
    }) as const,
);

/** Text of a block type that a newer version wrote. Its type and properties are kept as they are. */
const createUnsupportedSpec = createBlockSpec(unsupportedConfig, {
  meta: { isolating: false },
  render: (block) => {
    const dom = document.createElement("div");
    dom.className = "offing-unsupported";
    const note = document.createElement("span");
    note.className = "offing-unsupported-note";
    note.contentEditable = "false";
    note.textContent = `This version cannot show “${block.props.engineType}” blocks`;
    const text = document.createElement("p");
    dom.append(note, text);
    return { dom, contentDOM: text };
  },
  toExternalHTML: () => {
    const dom = document.createElement("p");
    return { dom, contentDOM: dom };
  },
});

/** Offered in a code block; any other name is kept and shown as plain text. */
const CODE_LANGUAGES: Readonly<Record<string, { name: string }>> = {
  text: { name: "Plain text" },
  bash: { name: "Shell" },
  c: { name: "C" },
  cpp: { name: "C++" },
  csharp: { name: "C#" },
  css: { name: "CSS" },
  go: { name: "Go" },
  html: { name: "HTML" },
  java: { name: "Java" },
  javascript: { name: "JavaScript" },
  json: { name: "JSON" },
  kotlin: { name: "Kotlin" },
  markdown: { name: "Markdown" },
  php: { name: "PHP" },
  python: { name: "Python" },
  ruby: { name: "Ruby" },
  rust: { name: "Rust" },
  sql: { name: "SQL" },
  swift: { name: "Swift" },
  typescript: { name: "TypeScript" },
  xml: { name: "XML" },
  yaml: { name: "YAML" },
};

const knownCode = createCodeBlockSpec({ defaultLanguage: "text", supportedLanguages: CODE_LANGUAGES });

/** BlockNote's code block refuses a language that is not offered; here it is shown by its name, and kept. */
const codeBlock: typeof knownCode = {
  ...knownCode,
  implementation: {
    ...knownCode.implementation,
    render(block, editor) {
      const { render } = knownCode.implementation;
      const { language } = block.props;
      if (Object.hasOwn(CODE_LANGUAGES, language)) return render.call(this, block, editor);
      const drawn = render.call(this, { ...block, props: { ...block.props, language: "text" } }, editor);
      drawn.dom.querySelector("select")?.append(new Option(language, language, true, true));
      return drawn;
    },
  },
};

const codeMark = defaultStyleSpecs.code.implementation.mark.extend({ excludes: "" });

export const schema = BlockNoteSchema.create({
  blockSpecs: {
    ...defaultBlockSpecs,
    heading: named(defaultBlockSpecs.heading),
    checkListItem: named(defaultBlockSpecs.checkListItem),
    toggleListItem: named(defaultBlockSpecs.toggleListItem),
    codeBlock: named(codeBlock),
    [UNSUPPORTED]: createUnsupportedSpec(),
  },
  styleSpecs: { ...defaultStyleSpecs, code: createStyleSpecFromTipTapMark(codeMark, "boolean") },
});

export type PageSchema = typeof schema;
export type PageBlockEditor = BlockNoteEditor<
  PageSchema["blockSchema"],
  PageSchema["inlineContentSchema"],
  PageSchema["styleSchema"]
>;
