import { expect, test } from "vitest";
import { headingLevels } from "../../../src/app/history/outline";

test.each([
  [
    ["heading1", "heading2", "heading1"],
    [2, 3, 2],
  ],
  [
    ["paragraph", "heading2", "bulleted", "heading2"],
    [null, 2, null, 2],
  ],
  [
    ["heading3", "heading1", "heading4", "heading6"],
    [2, 2, 3, 4],
  ],
  [
    ["heading1", "heading2", "heading3", "heading4", "heading5", "heading6"],
    [2, 3, 4, 5, 6, 6],
  ],
])("of %j no level is left out", (types, levels) => {
  expect(headingLevels(types)).toEqual(levels);
});
