import { defineConfig } from "vite";

/** Bundles `static/src` into `static/dist`, with the manifest that django-vite reads. */
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // No inlined data: addresses: the content security policy wants files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        site: "static/src/site.ts",
        console: "static/src/main.ts",
        display: "static/src/display.ts",
        "display-enter": "static/src/display-enter.ts",
        field: "static/src/field.ts",
        "field-worker": "static/src/field/sw.ts",
        playback: "static/src/playback.ts",
        reports: "static/src/reports.ts",
        sensors: "static/src/sensors.ts",
        wall: "static/src/wall.ts",
        "admin-map": "static/src/admin-map.ts",
        "alarm-pages": "static/src/alarm-pages.ts",
        "traffic-pages": "static/src/traffic-pages.ts",
      },
    },
  },
});
