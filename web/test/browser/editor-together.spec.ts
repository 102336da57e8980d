/** Two people in one page, together or apart: whatever each does, both end with the same, and it is what both meant. */
import { expect, test, type TwoEditors } from "./harness/two-editors";

/** Both do something while the link is cut; then it is mended. @returns the outline both show */
async function apart(editors: TwoEditors, a: () => Promise<void>, b: () => Promise<void>): Promise<string[]> {
  await editors.online(false);
  await a();
  await b();
  await editors.online(true);
  return editors.converged();
}

test("both type in one text, key by key", async ({ editors }) => {
  await editors.seed(["paragraph", "ab"]);
  await editors.a.caret(0, 1);
  await editors.b.caret(0, 2);
  for (const [x, y] of ["1a", "2b", "3c", "4d", "5e"]) {
    await editors.a.focus();
    await editors.a.type(x ?? "");
    await editors.b.focus();
    await editors.b.type(y ?? "");
  }
  expect(await editors.converged()).toEqual(["paragraph: a12345babcde"]);
  expect(await editors.a.caretAt()).toBe("0:6");
  expect(await editors.b.caretAt()).toBe("0:12");
});

test("one splits while the other types in the tail", async ({ editors }) => {
  await editors.seed(["paragraph", "The quick brown fox"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.caret(0, 9);
      await editors.a.press("Enter");
    },
    async () => {
      await editors.b.caret(0, 16);
      await editors.b.type("red ");
    },
  );
  expect(outline).toEqual(["paragraph: The quick", "paragraph:  brown red fox"]);
});

test("both split at one place", async ({ editors }) => {
  await editors.seed(["paragraph", "one two"]);
  const enter = (who: "a" | "b") => async () => {
    await editors[who].caret(0, 3);
    await editors[who].press("Enter");
  };
  const outline = await apart(editors, enter("a"), enter("b"));
  expect(outline.filter((line) => line.includes("two"))).toHaveLength(1);
});

test("one joins while the other types in the block that vanishes", async ({ editors }) => {
  await editors.seed(["paragraph", "one"], ["paragraph", "two"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.caret(1, 0);
      await editors.a.press("Backspace");
    },
    async () => {
      await editors.b.caret(1, 3);
      await editors.b.type(" three");
    },
  );
  expect(outline).toEqual(["paragraph: onetwo three"]);
  expect(await editors.b.caretAt()).toBe("0:12");
});

test("one moves a block while the other types in it", async ({ editors }) => {
  await editors.seed(["paragraph", "a"], ["paragraph", "b"], ["paragraph", "c"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.caret(0, 0);
      await editors.a.press("Control+Shift+ArrowDown", "Control+Shift+ArrowDown");
    },
    async () => {
      await editors.b.caret(0, 1);
      await editors.b.type("!");
    },
  );
  expect(outline).toEqual(["paragraph: b", "paragraph: c", "paragraph: a!"]);
  expect(await editors.b.caretAt()).toBe("2:2");
});

test("one indents under a block that the other moves away", async ({ editors }) => {
  await editors.seed(["bulleted", "a"], ["bulleted", "b"], ["bulleted", "c"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.caret(1, 0);
      await editors.a.press("Tab");
    },
    async () => {
      await editors.b.caret(0, 0);
      await editors.b.press("Control+Shift+ArrowDown", "Control+Shift+ArrowDown");
    },
  );
  expect(outline).toEqual(["bulletListItem: c", "bulletListItem: a", "  bulletListItem: b"]);
});

test("a deleted block in which somebody wrote stays, with a badge to keep or delete it", async ({ editors, page }) => {
  await editors.seed(["paragraph", "first"], ["paragraph", "second"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.text.getByText("second").hover();
      await editors.a.section.getByRole("button", { name: /drag|open block menu/i }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await expect(editors.a.text.getByText("second")).toHaveCount(0);
    },
    async () => {
      await editors.b.caret(1, 6);
      await editors.b.type(" words");
    },
  );
  expect(outline).toEqual(["paragraph: first", "paragraph: second words"]);
  const badge = editors.a.text.getByRole("note");
  await expect(badge).toContainText("Kept: edited while somebody deleted it");
  await badge.getByRole("button", { name: "Keep" }).click();
  await expect(editors.a.text.getByRole("note")).toHaveCount(0);
  await expect(editors.b.text.getByRole("note")).toHaveCount(0);
  expect(await editors.converged()).toEqual(["paragraph: first", "paragraph: second words"]);
});

test("the badge's Delete deletes", async ({ editors }) => {
  await editors.seed(["paragraph", "first"], ["paragraph", "second"]);
  await apart(
    editors,
    async () => {
      await editors.a.caret(0, 5);
      await editors.a.press("Shift+ArrowDown", "Shift+End", "Delete");
    },
    async () => {
      await editors.b.caret(1, 6);
      await editors.b.type("!");
    },
  );
  const notes = editors.a.text.getByRole("note");
  if ((await notes.count()) > 0) await notes.getByRole("button", { name: "Delete" }).click();
  await editors.converged();
});

test("marks meet: bold of one, text of the other", async ({ editors }) => {
  await editors.seed(["paragraph", "one two three"]);
  await apart(
    editors,
    async () => {
      await editors.a.caret(0, 0);
      await editors.a.selectAll();
      await editors.a.press("Control+b");
    },
    async () => {
      await editors.b.caret(0, 7);
      await editors.b.type(" and a half");
    },
  );
  await expect(editors.a.text.locator("strong")).toHaveText("one two and a half three");
  await expect(editors.b.text.locator("strong")).toHaveText("one two and a half three");
});

test("a check box and its text", async ({ editors }) => {
  await editors.seed(["todo", "call"]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.section.locator("input[type=checkbox]").click();
    },
    async () => {
      await editors.b.caret(0, 4);
      await editors.b.type(" home");
    },
  );
  expect(outline).toEqual(["checkListItem: call home"]);
  await expect(editors.b.section.locator("input[type=checkbox]")).toBeChecked();
});

test("own words are undone under foreign ones made meanwhile", async ({ editors }) => {
  await editors.seed(["paragraph", "base"]);
  await editors.a.caret(0, 4);
  await editors.a.type(" mine");
  await editors.converged();
  await editors.online(false);
  await editors.b.caret(0, 9);
  await editors.b.press("Enter");
  await editors.b.type("new block");
  await editors.a.focus();
  await editors.a.press("Control+z");
  await editors.online(true);
  expect(await editors.converged()).toEqual(["paragraph: base", "paragraph: new block"]);
});

test("a whole page of work on both sides", async ({ editors }) => {
  await editors.seed(["heading1", "Plan"], ["bulleted", "tents"], ["bulleted", "boat"], ["paragraph", "The end."]);
  const outline = await apart(
    editors,
    async () => {
      await editors.a.caret(1, 5);
      await editors.a.press("Enter");
      await editors.a.type("stove");
      await editors.a.press("Enter");
      await editors.a.type("gas");
      await editors.a.press("Tab");
      await editors.a.caret(0, 4);
      await editors.a.type(" A");
    },
    async () => {
      await editors.b.caret(2, 0);
      await editors.b.press("Backspace", "Backspace");
      await editors.b.caret(0, 0);
      await editors.b.type("The ");
    },
  );
  expect(outline[0]).toBe("heading: The Plan A");
  expect(outline.join("\n")).toContain("bulletListItem: stove\n  bulletListItem: gas");
  expect(outline.join("\n")).toMatch(/tents.*boat|boat/s);
});

test.describe("input methods", () => {
  test("foreign words wait for the end of a composition, the composed text is whole", async ({ editors, page }) => {
    await editors.seed(["paragraph", "ab"]);
    await editors.a.caret(0, 1);
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await page.evaluate(() => {
      const { link } = window.harness;
      const document = link.document("b");
      const { blocks } = JSON.parse(document.view()) as { blocks: { id: string }[] };
      document.insert(blocks[0]?.id ?? "", 0, "foreign ", null);
      link.handle("b").committed();
      link.handle("b").document.takePatch();
    });
    await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
    expect((await page.evaluate(() => window.harness.editor("a"))).outline).toEqual(["paragraph: aにほb"]);
    await session.send("Input.insertText", { text: "日本" });
    await expect
      .poll(async () => {
        await page.evaluate(() => window.harness.link.settled());
        return (await page.evaluate(() => window.harness.editor("a"))).outline;
      })
      .toEqual(["paragraph: foreign a日本b"]);
    expect(await editors.a.caretAt()).toBe("0:11");
    expect((await page.evaluate(() => window.harness.engine("a"))).outline).toEqual(["paragraph: foreign a日本b"]);
    expect((await page.evaluate(() => window.harness.engine("b"))).outline).toEqual(["paragraph: foreign a日本b"]);
  });
});

test.describe("tables", () => {
  const seed = (editors: TwoEditors) =>
    editors.page.evaluate(() =>
      window.harness.link.seed((document) => {
        const table = document.newBlock(null, null, "table");
        const columns = [document.newBlock(table, null, "tableColumn")];
        columns.push(document.newBlock(table, columns[0] ?? null, "tableColumn"));
        let after = columns[1] ?? null;
        for (const row of ["1", "2"]) {
          after = document.newBlock(table, after, "tableRow");
          columns.forEach((column, index) => document.insert(`${String(after)}/${column}`, 0, "ab"[index] + row, null));
        }
        document.endUndoGroup();
      }),
    );

  test("two cells edited apart both live", async ({ editors }) => {
    await seed(editors);
    const outline = await apart(
      editors,
      async () => {
        await editors.a.caret(0, 2);
        await editors.a.type("x");
      },
      async () => {
        await editors.b.caret(1, 2);
        await editors.b.type("y");
      },
    );
    expect(outline).toEqual(["table: a1x | b1y || a2 | b2"]);
  });

  test("one adds a row, the other writes in the one above", async ({ editors }) => {
    await seed(editors);
    const outline = await apart(
      editors,
      async () => {
        await editors.a.text.getByText("b2").hover();
        await editors.a.section.locator(".bn-extend-button-add-remove-rows").click();
        await expect(editors.a.text.locator("tr")).toHaveCount(3);
        await editors.a.caret(4, 0);
        await editors.a.type("a3");
      },
      async () => {
        await editors.b.caret(3, 2);
        await editors.b.type("!");
      },
    );
    expect(outline).toEqual(["table: a1 | b1 || a2 | b2! || a3 | "]);
  });

  test("a table from the slash menu, filled by Tab", async ({ editors, page }) => {
    await editors.seed(["paragraph", ""]);
    await editors.a.caret(0, 0);
    await editors.a.type("/table");
    await expect(page.getByRole("option", { name: /Table/ }).first()).toBeVisible();
    await editors.a.press("Enter");
    await editors.converged();
    await editors.a.type("A");
    await editors.a.press("Tab");
    await editors.a.type("B");
    expect((await editors.converged())[0]).toContain("table: A | B");
    await editors.a.press("Control+z");
    await editors.converged();
  });
});
