/**
 * The colours of De Thuisgevers: OKLCH ramps on the NL Design System `basis` names, light and dark.
 *
 * Why generated: contrast is a promise to the reader, so every pair that carries text or a control is
 * measured here and the build stops when one falls short. Structure (which component token follows which
 * basis token) comes from the EUPL-1.2 Voorbeeld theme; its colours and fonts are never used.
 *
 * `node static/build/theme.mjs` prints every measured pair; `--json` prints the tokens for the tests.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const STRUCTURE = fileURLToPath(new URL("../../node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css", import.meta.url));

/** OKLCH to sRGB hex; chroma is lowered until the colour fits, so hue and lightness stay as asked. */
export function oklch(lightness, chroma, hue) {
  let c = chroma;
  for (;;) {
    const a = c * Math.cos((hue * Math.PI) / 180);
    const b = c * Math.sin((hue * Math.PI) / 180);
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
    const rgb = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ];
    if (c <= 0 || rgb.every((x) => x >= -1e-4 && x <= 1.0001)) {
      const gamma = (x) => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
      const hex = (x) => Math.round(255 * gamma(Math.min(1, Math.max(0, x)))).toString(16).padStart(2, "0");
      return `#${rgb.map(hex).join("")}`;
    }
    c -= 0.002;
  }
}

function luminance(hex) {
  const channel = (i) => {
    const v = parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const STEPS = { 50: 0.977, 100: 0.952, 200: 0.905, 300: 0.83, 400: 0.72, 500: 0.6, 600: 0.5, 700: 0.42, 800: 0.34, 900: 0.26, 950: 0.2 };
const FADE = { 50: 0.09, 100: 0.22, 200: 0.5, 300: 0.85 };
const HUES = {
  sand: [75, 0.012],
  petrol: [205, 0.085],
  terra: [42, 0.135],
  honey: [80, 0.12],
  green: [152, 0.11],
  red: [26, 0.17],
  orange: [62, 0.13],
  blue: [250, 0.12],
  yellow: [98, 0.14],
  grey: [75, 0.004],
};
const ramps = Object.fromEntries(
  Object.entries(HUES).map(([name, [hue, chroma]]) => [
    name,
    Object.fromEntries(Object.entries(STEPS).map(([step, l]) => [step, oklch(l, chroma * (FADE[step] ?? 1), hue)])),
  ]),
);

const GROUPS = {
  default: "sand",
  "accent-1": "petrol",
  "accent-2": "terra",
  "accent-3": "honey",
  "action-1": "petrol",
  "action-2": "petrol",
  disabled: "grey",
  highlight: "yellow",
  info: "blue",
  negative: "red",
  positive: "green",
  selected: "petrol",
  warning: "orange",
};
const WHITE = "#ffffff";

function lightGroup(group) {
  const r = ramps[GROUPS[group]];
  const tokens = {
    "bg-document": WHITE, "bg-subtle": r[50], "bg-default": r[100], "bg-hover": r[200], "bg-active": r[300],
    "border-subtle": r[300], "border-default": r[500], "border-hover": r[700], "border-active": r[800],
    "color-default": r[700], "color-hover": r[800], "color-active": r[900], "color-subtle": r[600], "color-document": r[900],
    "inverse-bg-document": r[800], "inverse-bg-subtle": r[900], "inverse-bg-default": r[600], "inverse-bg-hover": r[700], "inverse-bg-active": r[800],
    "inverse-border-subtle": r[400], "inverse-border-default": r[300], "inverse-border-hover": r[200], "inverse-border-active": r[200],
    "inverse-color-default": WHITE, "inverse-color-hover": WHITE, "inverse-color-active": WHITE, "inverse-color-subtle": r[100], "inverse-color-document": WHITE,
  };
  if (group === "default") Object.assign(tokens, { "color-default": r[900], "inverse-bg-default": r[700] });
  if (group === "disabled") tokens["color-default"] = r[600];
  return tokens;
}

function darkGroup(group) {
  const [hue, chroma] = HUES[GROUPS[group]];
  // In the dark the neutral greys lean to petrol: warm greys on black look like dust.
  const neutral = group === "default" || group === "disabled";
  const d = (l, factor = 0.5) => (neutral ? oklch(l, 0.012, 205) : oklch(l, chroma * factor, hue));
  return {
    "bg-document": oklch(0.245, 0.014, 210), "bg-subtle": d(0.195, 0.2), "bg-default": d(0.29, 0.35), "bg-hover": d(0.34, 0.4), "bg-active": d(0.39, 0.45),
    "border-subtle": d(0.42, 0.5), "border-default": d(0.64, 0.7), "border-hover": d(0.75, 0.7), "border-active": d(0.85, 0.6),
    "color-default": d(0.86, 0.6), "color-hover": d(0.92, 0.4), "color-active": d(0.95, 0.3), "color-subtle": d(0.77, 0.6), "color-document": d(0.94, 0.2),
    "inverse-bg-document": d(0.86, 0.5), "inverse-bg-subtle": d(0.92, 0.4), "inverse-bg-default": d(0.8, 0.8), "inverse-bg-hover": d(0.87, 0.6), "inverse-bg-active": d(0.92, 0.4),
    "inverse-border-subtle": d(0.6), "inverse-border-default": d(0.5), "inverse-border-hover": d(0.4), "inverse-border-active": d(0.35),
    "inverse-color-default": d(0.19, 0.4), "inverse-color-hover": d(0.19, 0.4), "inverse-color-active": d(0.19, 0.4), "inverse-color-subtle": d(0.3), "inverse-color-document": d(0.19, 0.4),
  };
}

/** The project's own colour tokens: only what no basis token names. */
function ownTokens(mode) {
  const { petrol, sand, honey } = ramps;
  return mode === "light"
    ? {
        "page-bg": oklch(0.975, 0.006, 80), "hero-from": oklch(0.962, 0.018, 205), "hero-to": oklch(0.965, 0.024, 85), "hero-edge": oklch(0.89, 0.03, 190),
        "hero-art": oklch(0.9, 0.032, 200), "hero-art-2": oklch(0.915, 0.04, 80), "footer-bg": petrol[900], "footer-color": petrol[100], "footer-line": petrol[700],
        "row-hover": oklch(0.972, 0.012, 205), "edge": sand[200], "shade": "2 42 46",
        "map-0": "#eeebe6", "map-1": oklch(0.88, 0.05, 205), "map-2": oklch(0.76, 0.075, 205), "map-3": oklch(0.6, 0.09, 205), "map-4": oklch(0.41, 0.08, 205),
        "map-edge": WHITE, "map-mark": ramps.terra[600], "map-mark-text": WHITE, "roof": petrol[600], "roof-2": ramps.terra[500], "roof-3": honey[400], "wall": WHITE, "window": honey[200], "sky-line": petrol[800], "heart": "#ffb295",
      }
    : {
        "page-bg": oklch(0.195, 0.012, 210), "hero-from": oklch(0.25, 0.03, 208), "hero-to": oklch(0.235, 0.016, 150), "hero-edge": oklch(0.35, 0.03, 205),
        "hero-art": oklch(0.31, 0.034, 205), "hero-art-2": oklch(0.29, 0.02, 90), "footer-bg": oklch(0.165, 0.014, 210), "footer-color": oklch(0.86, 0.02, 205), "footer-line": oklch(0.34, 0.02, 205),
        "row-hover": oklch(0.285, 0.02, 205), "edge": oklch(0.36, 0.014, 205), "shade": "0 0 0",
        "map-0": oklch(0.34, 0.008, 120), "map-1": oklch(0.4, 0.055, 205), "map-2": oklch(0.53, 0.08, 205), "map-3": oklch(0.69, 0.09, 205), "map-4": oklch(0.87, 0.06, 205),
        "map-edge": oklch(0.245, 0.014, 210), "map-mark": oklch(0.8, 0.11, 42), "map-mark-text": oklch(0.2, 0.05, 42), "roof": oklch(0.62, 0.085, 205), "roof-2": oklch(0.62, 0.12, 42), "roof-3": oklch(0.68, 0.1, 80), "wall": oklch(0.36, 0.02, 205), "window": oklch(0.85, 0.1, 85), "sky-line": oklch(0.78, 0.05, 205), "heart": "#ffb295",
      };
}

export function palette(mode) {
  const make = mode === "dark" ? darkGroup : lightGroup;
  const basis = Object.fromEntries(Object.keys(GROUPS).map((group) => [group, make(group)]));
  const flat = {};
  for (const [group, tokens] of Object.entries(basis)) {
    for (const [name, value] of Object.entries(tokens)) flat[`--basis-color-${group}-${name}`] = value;
  }
  for (const [name, value] of Object.entries(ownTokens(mode))) flat[`--t-${name}`] = value;
  return flat;
}

/** Every pair the styles put on each other: [foreground, background, least contrast]. */
export function pairs() {
  const list = [];
  for (const group of Object.keys(GROUPS)) {
    if (group === "disabled") continue;
    const t = (name) => `--basis-color-${group}-${name}`;
    list.push(
      [t("color-default"), t("bg-document"), 4.5],
      [t("color-default"), t("bg-default"), 4.5],
      [t("color-document"), t("bg-default"), 7],
      [t("color-subtle"), t("bg-document"), 4.5],
      [t("color-hover"), t("bg-default"), 4.5],
      [t("color-hover"), t("bg-hover"), 4.5],
      [t("color-active"), t("bg-active"), 4.5],
      [t("border-default"), t("bg-document"), 3],
      [t("inverse-color-default"), t("inverse-bg-default"), 4.5],
      [t("inverse-color-hover"), t("inverse-bg-hover"), 4.5],
      [t("inverse-color-active"), t("inverse-bg-active"), 4.5],
    );
  }
  const text = ["--basis-color-default-color-document", "--basis-color-default-color-subtle", "--basis-color-action-2-color-default", "--basis-color-accent-1-color-active"];
  for (const background of ["--t-page-bg", "--t-hero-from", "--t-hero-to", "--t-hero-art", "--t-hero-art-2", "--t-row-hover", "--basis-color-accent-1-bg-subtle"]) {
    for (const foreground of text) {
      const art = background.includes("hero-art");
      if (art && foreground.endsWith("subtle")) continue; // the silhouettes never lie under small grey text
      list.push([foreground, background, 4.5]);
    }
  }
  for (const background of ["--t-page-bg", "--t-hero-from", "--t-hero-to"]) list.push(["--basis-color-default-border-default", background, 3]);
  list.push(
    ["--t-footer-color", "--t-footer-bg", 7],
    ["--t-map-mark-text", "--t-map-mark", 4.5],
    ["--t-map-mark", "--t-map-0", 3],
    ["--t-map-mark", "--basis-color-default-bg-document", 3],
    ["--basis-color-accent-1-inverse-bg-default", "--basis-color-default-bg-document", 3],
    ["--basis-color-positive-inverse-bg-default", "--basis-color-default-bg-document", 3],
    ["--basis-color-accent-2-color-subtle", "--basis-color-default-bg-document", 4.5],
  );
  return list;
}

export function measure(mode) {
  const colours = palette(mode);
  return pairs().map(([foreground, background, least]) => {
    if (!colours[foreground] || !colours[background]) throw new Error(`Onbekende kleur in ${foreground} op ${background}`);
    return { mode, foreground, background, least, value: contrast(colours[foreground], colours[background]) };
  });
}

const OWN_STRUCTURE = `
  --denhaag-step-marker-current-background-color: var(--basis-color-accent-1-inverse-bg-default);
  --denhaag-step-marker-current-color: var(--basis-color-accent-1-inverse-color-default);
  --basis-text-font-family-default: "Source Sans 3 Variable", "Source Sans 3", "Segoe UI", Arial, sans-serif;
  --basis-text-font-family-monospace: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace;
  --basis-heading-font-family: "Source Sans 3 Variable", "Source Sans 3", "Segoe UI", Arial, sans-serif;
  --basis-heading-font-weight: 700;
  --basis-heading-color: var(--basis-color-accent-1-color-active);
  --basis-form-control-border-radius: 8px;
  --basis-form-control-max-inline-size: none;
  --basis-focus-outline-style: solid;
  --basis-focus-outline-width: 3px;
  --basis-focus-outline-offset: 2px;
  --basis-page-max-inline-size: 1200px;
  --nl-button-border-radius: 999px;
  --utrecht-alert-border-radius: 12px;
  --utrecht-status-badge-border-radius: 999px;
  --utrecht-status-badge-padding-inline: .75rem;
  --nl-data-badge-border-radius: 999px;
  --nl-number-badge-border-radius: 999px;`;

/** Structural tokens, pruned to what `css` can reach: the whole set is 200 kB, we use a tenth. */
function structure(css) {
  const keep = /^\s*--(basis|nl|utrecht|denhaag-(?:process-steps|step-marker))/;
  const drop = /^\s*--basis-color-(?!transparent)/;
  const known = new Map();
  const read = (line) => {
    const match = /^\s*(--[\w-]+):\s*(.*?);?\s*$/.exec(line);
    if (match) known.set(match[1], match[2]);
  };
  for (const line of readFileSync(STRUCTURE, "utf8").split("\n")) {
    if (keep.test(line) && !drop.test(line) && !line.includes("voorbeeld-kleuren")) read(line);
  }
  OWN_STRUCTURE.split("\n").forEach(read);
  const wanted = new Set();
  const queue = [css];
  while (queue.length) {
    for (const [, name] of queue.pop().matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (!wanted.has(name) && known.has(name)) {
        wanted.add(name);
        queue.push(known.get(name));
      }
    }
  }
  return [...wanted].sort().map((name) => `  ${name}: ${known.get(name)};`);
}

export function buildTheme(css) {
  const failed = ["light", "dark"].flatMap(measure).filter(({ value, least }) => value < least);
  if (failed.length) {
    const lines = failed.map((p) => `  ${p.mode}: ${p.foreground} on ${p.background} = ${p.value.toFixed(2)} < ${p.least}`);
    throw new Error(`The theme breaks its contrast promise:\n${lines.join("\n")}`);
  }
  const fixed = structure(css);
  const used = new Set([...`${css}\n${fixed.join("\n")}`.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
  const colours = (mode, indent) =>
    Object.entries(palette(mode)).filter(([name]) => used.has(name)).map(([name, value]) => `${indent}${name}: ${value};`);
  const dark = (indent) => [
    `${indent}color-scheme: dark;`,
    ...colours("dark", indent),
    `${indent}--basis-focus-outline-color: #ffffff;`,
    `${indent}--basis-heading-color: var(--basis-color-default-color-document);`,
  ];
  return [
    "/* Theme of De Thuisgevers. Structure after @nl-design-system-unstable/voorbeeld-design-tokens (EUPL-1.2); colours generated. */",
    ".thuis-theme {", "  color-scheme: light;", ...fixed, ...colours("light", "  "), "}",
    "@media screen and (prefers-color-scheme: dark) {", "  .thuis-theme--auto {", ...dark("    "), "  }", "}",
    "@media screen {", "  .thuis-theme--dark {", ...dark("    "), "  }", "}", "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const measured = ["light", "dark"].flatMap(measure);
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ light: palette("light"), dark: palette("dark"), pairs: pairs() }));
  } else {
    for (const p of measured) console.log(`${p.value < p.least ? "FAIL" : "ok  "} ${p.value.toFixed(2)} ≥ ${p.least}  ${p.mode} ${p.foreground} on ${p.background}`);
    process.exitCode = measured.some((p) => p.value < p.least) ? 1 : 0;
  }
}
