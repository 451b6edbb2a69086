/**
 * One SVG sprite with exactly the Tabler icons that templates and code name, plus static/src/icons.txt.
 *
 * An unknown name stops the build, because at run time it would only be an empty square.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OUTLINE = fileURLToPath(new URL("../../node_modules/@tabler/icons/icons/outline", import.meta.url));
const FOLDERS = ["templates", "thuisgevers", "initiatives", "housing", "buddies"];
const NAMED = /\bicon["']?\s*[:=]?\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "__pycache__" && entry.name !== "migrations") yield* sources(path);
    } else if ([".html", ".py", ".txt"].includes(extname(entry.name))) yield path;
  }
}

export function iconNames(root) {
  const listed = readFileSync(join(root, "static/src/icons.txt"), "utf8").split("\n").map((l) => l.replace(/#.*/, "").trim()).filter(Boolean);
  const names = new Map(listed.map((name) => [name, "static/src/icons.txt"]));
  for (const folder of FOLDERS.filter((f) => existsSync(join(root, f)))) {
    for (const path of sources(join(root, folder))) {
      for (const [, name] of readFileSync(path, "utf8").matchAll(NAMED)) names.set(name, path);
    }
  }
  return names;
}

export function sprite(root) {
  const symbols = [];
  const unknown = [];
  for (const [name, where] of [...iconNames(root)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = join(OUTLINE, `${name}.svg`);
    if (!existsSync(file)) {
      unknown.push(`${name} (${where})`);
      continue;
    }
    const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(file, "utf8"))[1];
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s+/g, " ").trim()}</symbol>`);
  }
  if (unknown.length) throw new Error(`Tabler has no icon called: ${unknown.join(", ")}`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
