/** The handle beside a block and its menu, with every way to move a block that dragging offers. */
import {
  BlockColorsItem,
  DragHandleButton,
  AddBlockButton,
  RemoveBlockItem,
  SideMenu,
  TableColumnHeaderItem,
  TableRowHeaderItem,
  useBlockNoteEditor,
  useComponentsContext,
  useExtensionState,
} from "@blocknote/react";
import { SideMenuExtension } from "@blocknote/core/extensions";
import type { ReactNode } from "react";

export function BlockSideMenu() {
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

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
