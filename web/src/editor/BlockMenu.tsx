/** The handle beside a block and its menu, with every way to move a block that dragging offers. */
import {
  BlockColorsItem,
  DragHandleButton,
  AddBlockButton,
  RemoveBlockItem,
  SideMenu,
  SideMenuController,
  TableColumnHeaderItem,
  TableRowHeaderItem,
  useBlockNoteEditor,
  useComponentsContext,
  useExtensionState,
} from "@blocknote/react";
import { SideMenuExtension } from "@blocknote/core/extensions";
import type { ReactNode } from "react";

export function BlockHandle() {
  return <SideMenuController sideMenu={BlockSideMenu} floatingUIOptions={HANDLE_PLACE} />;
}

function BlockSideMenu() {
  return (
    <SideMenu>
      <AddBlockButton />
      <DragHandleButton dragHandleMenu={BlockMenu} />
    </SideMenu>
  );
}

function BlockMenu() {
  const Components = useComponentsContext();
  const editor = useBlockNoteEditor();
  if (!Components) return null;
  return (
    <Components.Generic.Menu.Dropdown className="bn-menu-dropdown bn-drag-handle-menu">
      <BlockMenuItem keys="⇧⌘↑" onClick={(block) => editor.moveBlocksUp(block)}>
        Move up
      </BlockMenuItem>
      <BlockMenuItem keys="⇧⌘↓" onClick={(block) => editor.moveBlocksDown(block)}>
        Move down
      </BlockMenuItem>
      <BlockColorsItem>Colour</BlockColorsItem>
      <TableRowHeaderItem>Heading row</TableRowHeaderItem>
      <TableColumnHeaderItem>Heading column</TableColumnHeaderItem>
      <RemoveBlockItem>Delete</RemoveBlockItem>
    </Components.Generic.Menu.Dropdown>
  );
}

function BlockMenuItem(props: { keys: string; onClick: (block: string) => void; children: ReactNode }) {
  const Components = useComponentsContext();
  const block = useExtensionState(SideMenuExtension, { selector: (state) => state?.block.id });
  if (!Components || block === undefined) return null;
  return (
    <Components.Generic.Menu.Item className="bn-menu-item" onClick={() => props.onClick(block)}>
      <span className="offing-menu-item">
        {props.children}
        <kbd>{isApple ? props.keys : props.keys.replace("⇧⌘", "Ctrl+Shift+")}</kbd>
      </span>
    </Components.Generic.Menu.Item>
  );
}

/** Puts the handle beside the middle of a block's first line, whatever its type and size. */
const besideFirstLine = {
  name: "besideFirstLine",
  fn: ({ x, y, elements }: MiddlewareState) => {
    const block = elements.reference instanceof Element ? elements.reference : elements.reference.contextElement;
    const content = block?.querySelector(".bn-block-content");
    const line = content?.querySelector(".bn-inline-content, p, pre, td p") ?? content;
    if (!block || !line) return { x, y };
    const style = getComputedStyle(line);
    const height = Number.parseFloat(style.lineHeight) || 24;
    const top =
      line.getBoundingClientRect().top + Number.parseFloat(style.paddingTop) - block.getBoundingClientRect().top;
    return { x, y: y + top + height / 2 - elements.floating.offsetHeight / 2 };
  },
};

interface MiddlewareState {
  readonly x: number;
  readonly y: number;
  readonly elements: {
    readonly reference: Element | { readonly contextElement?: Element | undefined };
    readonly floating: HTMLElement;
  };
}

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const HANDLE_PLACE = { useFloatingOptions: { middleware: [besideFirstLine] } };
