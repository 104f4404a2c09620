/**
 * Make what the browser side takes from others: frontend/vendor/, frontend/img/icons.svg, tests/vendor/.
 *
 *   make vendor                       install the locked packages, then write
 *   node build.mjs --check            make everything anew in memory, compare byte by byte, write nothing
 *
 * All modules are bundled together and split, nothing is external: React then lies in one shared file, and each name of
 * the import map keeps a file of its own. (React as an external of react-dom would leave a `require` that browsers lack.)
 */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, version as esbuildVersion } from "esbuild";

process.env.NODE_ENV = "production"; // React answers with other names in development.

const HERE = dirname(fileURLToPath(import.meta.url));
const HOUSE = join(HERE, "..", "..");
const VENDOR = "frontend/vendor";
const SPRITE = "frontend/img/icons.svg";
const FOR_TESTS = "tests/vendor";
/** Folders in which nothing but our output may lie. */
const OWNED = [`${VENDOR}/esm`, `${VENDOR}/fonts`, `${VENDOR}/LICENSES`, FOR_TESTS];
const FONT = "@fontsource-variable/inter";
/** Copied, not bundled. */
const COPIED = [FONT, "lucide-static"];
const BROWSERS = ["chrome123", "firefox121", "safari17.5"];
const MADE_BY = "frontend/tools/build.mjs";

const require = createRequire(import.meta.url);
const lock = JSON.parse(readFileSync(join(HERE, "package-lock.json"), "utf8"));

/** What each file of vendor/esm exports. React is CommonJS: its names must be spelled out.
 * @type {Record<string, string>} */
const ENTRIES = {
  react: named("react"),
  "react-dom": named("react-dom"),
  "react-dom-client": named("react-dom/client"),
  htm: `export { default } from "htm";`,
  xyflow: `export * from "@xyflow/react";`,
};

/** @param {string} name @returns {string} the text of a module that exports all that the CommonJS package has */
function named(name) {
  const names = Object.keys(require(name)).filter((key) => !key.startsWith("__"));
  return `export { default, ${names.join(", ")} } from "${name}";`;
}

/** Return all that we make: the bytes by path.
 * @returns {Promise<Map<string, Buffer>>} */
async function make() {
  const { modules, packages } = await bundles();
  const style = installed("@xyflow/react", "dist/base.css");
  const esm = new Map([...modules, ["xyflow.css", style]]);
  const icons = sprite();
  const fonts = new Map(["latin", "latin-ext"].map((script) => [`inter-${script}.woff2`, font(script)]));
  const entries = Object.fromEntries(
    [...packages, ...COPIED].sort().map((name) => [name, entryOf(name, `${VENDOR}/LICENSES`)]),
  );
  const vendor = {
    "swagger-ui": JSON.parse(readFileSync(join(HOUSE, VENDOR, "VENDOR.json"), "utf8"))["swagger-ui"],
    esm: {
      made_by: `${MADE_BY}, with esbuild ${esbuildVersion}`,
      made_of: [...packages].sort(),
      used_by: "the import map of index.html",
      sha256: digests(esm),
    },
    icons: {
      folder: "../img",
      made_by: MADE_BY,
      made_of: ["lucide-static"],
      used_by: "every screen, by <use href>",
      sha256: digests(new Map([["icons.svg", icons]])),
    },
    fonts: { made_by: MADE_BY, made_of: [FONT], used_by: "css/tokens.css", sha256: digests(fonts) },
    ...entries,
  };
  const axe = entryOf("axe-core", FOR_TESTS);
  const script = installed("axe-core", "axe.min.js");
  const tests = {
    "axe-core": {
      ...axe,
      folder: ".",
      used_by: "tests of the browser; never served",
      sha256: { ...axe.sha256, "axe.min.js": sha256(script) },
    },
  };
  return new Map([
    ...[...esm].map(([name, bytes]) => /** @type {const} */ ([`${VENDOR}/esm/${name}`, bytes])),
    ...[...fonts].map(([name, bytes]) => /** @type {const} */ ([`${VENDOR}/fonts/${name}`, bytes])),
    ...[...packages, ...COPIED].map((name) => licence(name, `${VENDOR}/LICENSES`)),
    [`${VENDOR}/VENDOR.json`, json(vendor)],
    [SPRITE, icons],
    [`${FOR_TESTS}/axe.min.js`, script],
    licence("axe-core", FOR_TESTS),
    [`${FOR_TESTS}/VENDOR.json`, json(tests)],
  ]);
}

/** Bundle everything together, and say which packages are in it. */
async function bundles() {
  const made = await build({
    absWorkingDir: HERE,
    entryPoints: Object.keys(ENTRIES).map((name) => ({ in: `entry:${name}`, out: name })),
    plugins: [{ name: "entries", setup: entries }],
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: BROWSERS,
    define: { "process.env.NODE_ENV": '"production"' },
    charset: "utf8",
    legalComments: "none", // The licences' texts lie in LICENSES/, whole.
    banner: { js: `/* Made by ${MADE_BY}. What is in it, and its licences: ../VENDOR.json, ../LICENSES/ */` },
    chunkNames: "shared-[hash]",
    outdir: "esm",
    metafile: true,
    write: false,
  });
  const packages = new Set();
  /** @type {Map<string, string>} esbuild's name of a shared file (it changes with each byte) to ours */
  const names = new Map();
  for (const [path, output] of Object.entries(made.metafile.outputs)) {
    const inside = Object.keys(output.inputs).map(packageOf);
    for (const name of inside) if (name) packages.add(name);
    if (!output.entryPoint) names.set(path.replace("esm/", ""), sharedName(inside));
  }
  if (new Set(names.values()).size < names.size) throw new Error("Two shared files would have one name.");
  const modules = made.outputFiles.map(({ path, text }) => {
    const name = relative(join(HERE, "esm"), path);
    for (const [theirs, ours] of names) text = text.replaceAll(`./${theirs}`, `./${ours}`);
    return /** @type {const} */ ([names.get(name) ?? name, Buffer.from(text)]);
  });
  return { modules: modules.sort(([a], [b]) => (a < b ? -1 : 1)), packages };
}

/** @param {import("esbuild").PluginBuild} esbuild */
function entries(esbuild) {
  esbuild.onResolve({ filter: /^entry:/ }, ({ path }) => ({ path: path.slice(6), namespace: "entry" }));
  esbuild.onLoad({ filter: /./, namespace: "entry" }, ({ path }) => ({
    contents: ENTRIES[path],
    resolveDir: HERE,
  }));
}

/** @param {(string | undefined)[]} inside the packages of a shared file */
function sharedName(inside) {
  const first = ["react-dom", "react"].find((name) => inside.includes(name));
  return first ? `shared-${first}.js` : "shared.js";
}

/** @param {string} path @returns {string | undefined} */
const packageOf = (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

/** @param {string} script @returns {Buffer} the letters of one script in all weights */
const font = (script) => installed(FONT, `files/inter-${script}-wght-normal.woff2`);

/** Put the icons of icons.txt into one file of symbols. */
function sprite() {
  const names = readFileSync(join(HERE, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const icon = installed("lucide-static", `icons/${name}.svg`).toString();
    const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(icon)?.[1].replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg">\n` +
      `<!-- Lucide ${lockOf("lucide-static").version}, ISC: vendor/LICENSES/lucide-static.txt. Made by ${MADE_BY}. -->\n` +
      `${symbols.join("\n")}\n</svg>\n`,
  );
}

/** @param {string} name @param {string} folder where its licence lies */
function entryOf(name, folder) {
  const [path, text] = licence(name, folder);
  const { version, license, integrity } = lockOf(name);
  if (JSON.parse(installed(name, "package.json").toString()).version !== version)
    throw new Error(`${name} is installed in another version than ${version}, which is locked. Run \`npm ci\`.`);
  return {
    folder: "LICENSES",
    package: name,
    version,
    licence: license,
    source: `the npm package ${name} ${version}`,
    source_integrity: integrity,
    sha256: digests(new Map([[path.slice(folder.length + 1), text]])),
  };
}

/** @param {string} name @param {string} folder @returns {readonly [string, Buffer]} */
function licence(name, folder) {
  const file = readdirSync(join(HERE, "node_modules", name)).find((each) =>
    /^licen[cs]e(\.(md|txt))?$/i.test(each),
  );
  if (!file) throw new Error(`The package ${name} has no licence's text.`);
  return [`${folder}/${name.replace("@", "").replace("/", "-")}.txt`, installed(name, file)];
}

/** @param {string} name @returns {{version: string, license: string, integrity: string}} */
const lockOf = (name) => lock.packages[`node_modules/${name}`];

/** @param {string} name @param {string} file */
const installed = (name, file) => readFileSync(join(HERE, "node_modules", name, file));

/** @param {Buffer} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** @param {Map<string, Buffer>} files @returns {Record<string, string>} */
const digests = (files) => Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));

/** @param {unknown} value */
const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** @param {string} path @returns {Buffer | undefined} */
function present(path) {
  try {
    return readFileSync(join(HOUSE, path));
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  try {
    return readdirSync(join(HOUSE, folder)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

/** @param {Map<string, Buffer>} files */
function compare(files) {
  const wrong = [...files].filter(([path, bytes]) => !present(path)?.equals(bytes)).map(([path]) => path);
  const strays = OWNED.flatMap(filesIn).filter((path) => !files.has(path));
  if (wrong.length + strays.length === 0) return;
  console.error(`These files are not what ${MADE_BY} makes of the locked packages; run \`make vendor\`:`);
  for (const path of [...wrong, ...strays]) console.error(`  ${path}`);
  process.exitCode = 1;
}

/** @param {Map<string, Buffer>} files */
function write(files) {
  for (const folder of OWNED) {
    rmSync(join(HOUSE, folder), { recursive: true, force: true });
    mkdirSync(join(HOUSE, folder), { recursive: true });
  }
  for (const [path, bytes] of files) writeFileSync(join(HOUSE, path), bytes);
  console.log(`${files.size} files written.`);
}

const files = await make();
if (process.argv.includes("--check")) compare(files);
else write(files);
