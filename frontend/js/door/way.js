/** The picture beside the form: a way with three stations, in the colors of css/forms.css. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Node} children */
function shape(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** @param {number} x @param {number} y @param {string} kind */
function card(x, y, kind) {
  const line = (
    /** @type {number} */ dx,
    /** @type {number} */ dy,
    /** @type {number} */ width,
    /** @type {string} */ name,
  ) => shape("rect", { x: x + dx, y: y + dy, width, height: 8, rx: 4, class: name });
  return shape(
    "g",
    { class: `way-card ${kind}` },
    shape("rect", { x, y, width: 172, height: 64, rx: 14, class: "way-paper" }),
    shape("rect", { x: x + 16, y: y + 16, width: 32, height: 32, rx: 9, class: "way-icon" }),
    line(62, 20, 88, "way-strong"),
    line(62, 36, 60, "way-quiet"),
  );
}

export function drawWay() {
  return shape(
    "svg",
    { viewBox: "0 0 420 460", class: "way", "aria-hidden": "true", focusable: "false" },
    shape("path", {
      d: "M126 84 C126 150 126 140 126 168 M126 232 C126 300 286 250 286 328 M126 232 C126 290 60 280 60 352",
      class: "way-line",
    }),
    card(40, 20, "entry"),
    card(40, 168, "logic"),
    card(200, 328, "message"),
    shape("circle", { cx: 60, cy: 362, r: 10, class: "way-stop" }),
    shape("circle", { cx: 126, cy: 128, r: 7, class: "way-walker" }),
    shape("circle", { cx: 206, cy: 276, r: 7, class: "way-walker" }),
  );
}
