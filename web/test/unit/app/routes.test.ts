import { describe, expect, test } from "vitest";
import { checkFields } from "../../../src/app/entry/checks";
import { placeBeside } from "../../../src/app/parts/place";
import { pagePath, parseRoute } from "../../../src/app/routes";
import { id } from "./directory-of";

describe("parseRoute", () => {
  test.each([
    ["/", "", { kind: "home" }],
    ["/index.html", "", { kind: "home" }],
    ["/trash", "", { kind: "trash" }],
    ["/trash/", "", { kind: "trash" }],
    ["/p/abc-1", "", { kind: "page", page: "abc-1" }],
    ["/p/a%2Fb", "", { kind: "page", page: "a/b" }],
    ["/p/%", "", { kind: "nowhere", path: "/p/%" }],
    ["/p/a/b", "", { kind: "nowhere", path: "/p/a/b" }],
    ["/join", "#tok-en", { kind: "join", token: "tok-en" }],
    ["/join", "", { kind: "join", token: "" }],
    ["/settings", "", { kind: "nowhere", path: "/settings" }],
  ])("%s%s", (path, hash, route) => {
    expect(parseRoute(path, hash)).toEqual(route);
  });

  test("every page's own path leads to it", () => {
    for (const page of ["a", "a/b", "ü #?%", "0123-abc"]) {
      expect(parseRoute(new URL(pagePath(id(page)), "http://x").pathname, "")).toEqual({ kind: "page", page });
    }
  });
});

describe("placeBeside", () => {
  const window = { width: 400, height: 300 };
  const panel = { width: 100, height: 80 };
  test("below where there is room, else above", () => {
    expect(placeBeside({ left: 50, top: 20, width: 40, height: 20 }, panel, window, "below", "start")).toEqual({
      left: 50,
      top: 46,
    });
    expect(placeBeside({ left: 50, top: 260, width: 40, height: 20 }, panel, window, "below", "start")).toEqual({
      left: 50,
      top: 174,
    });
  });
  test("never outside of the window", () => {
    expect(placeBeside({ left: 380, top: 20, width: 10, height: 20 }, panel, window, "below", "start").left).toBe(292);
    expect(placeBeside({ left: 0, top: 20, width: 10, height: 20 }, panel, window, "below", "end").left).toBe(8);
    expect(placeBeside({ left: 350, top: 250, width: 40, height: 20 }, panel, window, "right", "start")).toEqual({
      left: 244,
      top: 212,
    });
  });
});

describe("checkFields", () => {
  const good = { name: "Ada", email: "ada@x", password: "12345678" };
  test("the first thing wrong, in the order of the fields", () => {
    expect(checkFields(good, "new")).toBeNull();
    expect(checkFields({ ...good, name: " ", email: "" }, "new")?.field).toBe("name");
    expect(checkFields({ ...good, email: "ada" }, "new")?.field).toBe("email");
    expect(checkFields({ ...good, password: "1234567" }, "new")?.field).toBe("password");
  });
  test("an old password is only asked to be there", () => {
    expect(checkFields({ email: "a@b", password: "1" }, "known")).toBeNull();
    expect(checkFields({ email: "a@b", password: "" }, "known")?.field).toBe("password");
  });
  test("eight emoji are eight characters", () => {
    expect(checkFields({ ...good, password: "⛵⛵⛵⛵🐈🐈🐈🐈" }, "new")).toBeNull();
    expect(checkFields({ ...good, password: "🐈🐈🐈🐈" }, "new")?.field).toBe("password");
  });
});
