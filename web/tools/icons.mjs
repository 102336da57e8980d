/**
 * Draws the icons of public/ from the mark: `node tools/icons.mjs`. The results are in the
 * repository, so this runs only when the mark changes. Chromium from CHROMIUM or /usr/bin/chromium.
 */
import { chromium } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = (name) => fileURLToPath(new URL(`../public/${name}`, import.meta.url));

/** An O seen as a porthole, water up to the horizon, one sail on it; on a field of 32 units. */
const mark = (colour, water) => `
  <circle cx="16" cy="16" r="13" fill="none" stroke="${colour}" stroke-width="2.5"/>
  <path d="M6.2 18.75h19.6a10.2 10.2 0 0 1-19.6 0Z" fill="${water}"/>
  <path d="M19 8.75v8.75h-5.5Z" fill="${colour}"/>`;

const svg = (inside, box = "0 0 32 32") => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${inside}</svg>\n`;

/** On a tab: follows the browser's own theme. */
const tab = svg(
  `<style>g{color:#0b5d78}@media(prefers-color-scheme:dark){g{color:#7cc8e0}}</style><g>${mark("currentColor", "currentColor")}</g>`,
);

/** @param scale share of the square that the mark fills; a maskable icon keeps it within the inner 80 % */
const tile = (scale, corner) => {
  const edge = (32 * (1 - scale)) / 2;
  return svg(`
  <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#11708f"/><stop offset="1" stop-color="#0a4c63"/></linearGradient></defs>
  <rect width="32" height="32" rx="${corner}" fill="url(#s)"/>
  <g transform="translate(${edge} ${edge}) scale(${scale})">${mark("#ffffff", "#bfe4ef")}</g>`);
};

const pictures = [
  ["icon-48.png", 48, tile(0.78, 7)],
  ["icon-192.png", 192, tile(0.72, 7)],
  ["icon-512.png", 512, tile(0.72, 7)],
  ["icon-180.png", 180, tile(0.66, 0)],
  ["icon-maskable-512.png", 512, tile(0.58, 0)],
];

writeFileSync(target("icon.svg"), tab);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, size, picture] of pictures) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${picture}`);
  await page.screenshot({ path: target(name), omitBackground: true });
  await page.close();
}
await browser.close();
