import { readFile, writeFile } from "node:fs/promises";
import { defineConfig, type Plugin } from "vite";

const MANIFEST = "static/dist/manifest.json";
const WORKER = "static/src/workers/points.worker.ts";

/** The worker in the manifest too: the console's page names it before any of its scripts has come. */
const workerInManifest: Plugin = {
  name: "worker-in-manifest",
  apply: "build",
  async writeBundle(_options, bundle) {
    const file = Object.keys(bundle).find((name) => /\/points\.worker-[^/]+\.js$/.test(name));
    if (!file) this.error(`${WORKER} was not built`);
    const known = JSON.parse(await readFile(MANIFEST, "utf8")) as Record<string, unknown>;
    await writeFile(MANIFEST, JSON.stringify({ ...known, [WORKER]: { file, src: WORKER } }, null, 2));
  },
};

/** Bundles `static/src` into `static/dist`, with the manifest that django-vite reads. */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [workerInManifest],
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // No inlined data: addresses: the content security policy wants files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // Each file is a request that the first picture waits for.
      output: { experimentalMinChunkSize: 20_000 },
      input: {
        site: "static/src/site.ts",
        fragments: "static/src/fragments.ts",
        console: "static/src/main.ts",
        first: "static/src/first.ts",
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
