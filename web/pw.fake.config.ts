import base from "./playwright.config";
export default { ...base, testDir: "/work/wt/editor/web/test/browser", use: { ...base.use, engine: "fake" } };
