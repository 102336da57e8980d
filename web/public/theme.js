/*
 * Sets the theme before the first paint, so that nobody sees a white flash at night. A separate
 * file because the content security policy allows no inline script. src/app/theme.ts goes on from here.
 */
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("offing.theme");
  } catch (refused) {
    // Storage is blocked: the system's theme stands.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  var root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.mantineColorScheme = root.dataset.theme;
  var bar = document.querySelector('meta[name="theme-color"]');
  if (bar) bar.content = dark ? "#0b1317" : "#f3f6f7";
})();
