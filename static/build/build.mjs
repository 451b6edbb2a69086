/**
 * Builds static/dist: one style sheet, one script, the theme switch, htmx, the icon sprite, fonts and pictures.
 *
 * Nothing in static/dist is committed. `--watch` builds again when a source changes.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sprite } from "./icons.mjs";
import { buildTheme } from "./theme.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const SRC = join(ROOT, "static/src");
const DIST = join(ROOT, "static/dist");
const MODULES = join(ROOT, "node_modules");
const TARGET = ["chrome111", "firefox114", "safari16.4"];

/** `app` for every page; `phone` is the little that the form of a contact needs, for a telephone with a bad line. */
async function buildStyles(name) {
  const bundled = await build({
    entryPoints: [join(SRC, `css/${name}.css`)], bundle: true, write: false, target: TARGET, logLevel: "warning", external: ["*.woff2", "*.svg"], legalComments: "none",
  });
  const css = bundled.outputFiles[0].text;
  const theme = buildTheme(css);
  // The layer order comes first, then the tokens, then all that reads them.
  const order = "@layer tokens, components, app;\n";
  const all = `${order}@layer tokens {\n${theme}}\n${css}`;
  await build({
    stdin: { contents: all, loader: "css", resolveDir: SRC }, outfile: join(DIST, `${name}.css`), bundle: true, minify: true, allowOverwrite: true, target: TARGET, logLevel: "warning", external: ["*.woff2", "*.svg"],
  });
}

async function buildScripts() {
  await build({
    entryPoints: { app: join(SRC, "js/app.js"), theme: join(SRC, "js/theme.js"), maatjes: join(SRC, "js/maatjes.js"), maatjes_worker: join(SRC, "js/maatjes_worker.js") }, outdir: DIST, bundle: true, minify: true, format: "iife", target: TARGET, logLevel: "warning",
  });
  // WhiteNoise's manifest storage stops at a source map that is not there.
  const htmx = readFileSync(join(MODULES, "htmx.org/dist/htmx.min.js"), "utf8");
  writeFileSync(join(DIST, "htmx.js"), htmx.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

function copyFiles() {
  mkdirSync(join(DIST, "fonts"), { recursive: true });
  const fonts = join(MODULES, "@fontsource-variable/source-sans-3/files");
  for (const part of ["latin", "latin-ext"]) {
    for (const style of ["normal", "italic"]) {
      const name = `source-sans-3-${part}-wght-${style}.woff2`;
      copyFileSync(join(fonts, name), join(DIST, "fonts", name));
    }
  }
  // The scripts of the resident's page: a browser fetches one when a letter of it stands on the page.
  for (const [name, part] of [["source-sans-3", "cyrillic"], ["noto-sans-arabic", "arabic"], ["noto-sans-ethiopic", "ethiopic"]]) {
    const file = `${name}-${part}-wght-normal.woff2`;
    copyFileSync(join(MODULES, "@fontsource-variable", name, "files", file), join(DIST, "fonts", file));
  }
  cpSync(join(SRC, "img"), join(DIST, "img"), { recursive: true });
  writeFileSync(join(DIST, "icons.svg"), sprite(ROOT));
}

async function run() {
  const start = performance.now();
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  copyFiles();
  await Promise.all([buildStyles("app"), buildStyles("phone"), buildScripts()]);
  console.log(`static/dist built in ${Math.round(performance.now() - start)} ms`);
}

await run();
if (process.argv.includes("--watch")) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => run().catch((error) => console.error(error.message)), 80);
  };
  watch(SRC, { recursive: true }, again);
  watch(join(ROOT, "templates"), { recursive: true }, again);
}
