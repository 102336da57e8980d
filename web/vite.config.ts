import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** The ES module that `mvn -pl browser -am process-classes` writes. */
const compiledEngine = fileURLToPath(new URL("../browser/target/js/engine.mjs", import.meta.url));
const server = process.env["OFFING_SERVER"] ?? "http://127.0.0.1:8480";

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: "generateSW",
      // A new version waits until every tab has made its work durable (src/sw).
      registerType: "prompt",
      injectRegister: null,
      manifest: {
        name: "Offing",
        short_name: "Offing",
        description: "Pages that stay in view without a network.",
        start_url: "/",
        scope: "/",
        display: "standalone",
        background_color: "#f3f6f7",
        theme_color: "#f3f6f7",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
          { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{html,js,css,svg,png,ico,woff2,webmanifest}"],
        // The editor chunk is above workbox' default of 2 MiB when emoji data is counted in.
        maximumFileSizeToCacheInBytes: 6 * 1024 * 1024,
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/files\//, /^\/ws$/],
        cleanupOutdatedCaches: true,
        clientsClaim: false,
        skipWaiting: false,
        sourcemap: false,
      },
    }),
  ],
  resolve: { alias: { "offing-engine": compiledEngine } },
  // The compiled engine lies outside this folder.
  server: {
    fs: { allow: [".."] },
    proxy: { "/api": server, "/files": server, "/ws": { target: server, ws: true } },
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    // Everything is served from our own origin; data: URLs would need a wider policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1300,
  },
});
