/** A journey as an SVG: every card, way, label and note, drawn from the document; no script, nothing from outside. */

import { iconOf, toneOf } from "../canvas/tones.js";
import { SIZES } from "../layout/arrange.js";
import { roundedPath } from "../layout/route.js";
import { nodeAt } from "../model/document.js";
import { EDGE, FONT, GROUPS, LINE, NOTE, PAPER, PORTS, QUIET, SURFACE, TEXT } from "./palette.js";
import { cut, linesOf, safe, widthOf } from "./words.js";

/** @import {Drawing} from "../layout/arrange.js" */
/** @import {Route} from "../layout/route.js" */
/** @import {Edge, Flow, NodeType, Note, PortsOf} from "../model/types.js" */

/** `sentences` of cards by key; `icons` are the insides of SVG symbols of 24 × 24 by name.
 * @typedef {object} Subject
 * @property {Flow} flow
 * @property {Drawing} drawing
 * @property {PortsOf} portsOf
 * @property {ReadonlyMap<string, NodeType>} types
 * @property {Readonly<Record<string, string>>} sentences
 * @property {ReadonlyMap<string, string>} [icons]
 */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** The inside of an SVG, and the part of the plane that it fills. @typedef {{body: string, box: Box}} Picture */

const MARGIN = 32;
const TITLE = 40;
const NOTE_WIDTH = 200;
const LABEL = { size: 12, height: 20, widest: 150 };

/** @param {Subject} subject @returns {Picture} */
export function pictureOf(subject) {
  const { flow, drawing } = subject;
  const ways = [...drawing.routes].map(([edge, route]) => wayText(edge, route, subject));
  const cards = [...drawing.cards].map(([key, [x, y]]) => cardText(key, x, y, subject));
  const notes = (flow.notes ?? []).map(noteOf);
  const labels = [...drawing.routes].map(([edge, route]) => labelText(edge, route, subject));
  const box = boxOf(drawing.bounds, notes, flow.name ?? "");
  const body = [titleText(flow.name ?? "", box), ...ways, ...notes.map((note) => note.text), ...cards, ...labels];
  return { body: body.filter(Boolean).join("\n"), box };
}

/**
 * Return the text of an SVG file, or of a part of the picture.
 * @param {Picture} picture @param {Box} [part] @returns {string}
 */
export const svgText = ({ body, box }, part = box) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${part.width}" height="${part.height}" ` +
  `viewBox="${part.x} ${part.y} ${part.width} ${part.height}" font-family="${FONT}">\n` +
  `<rect x="${part.x}" y="${part.y}" width="${part.width}" height="${part.height}" fill="${PAPER}"/>\n${body}\n</svg>\n`;

/** @param {string} name @param {Box} box @returns {string} */
function titleText(name, box) {
  if (!name) return "";
  const words = cut(name, box.width - 2 * MARGIN, 20);
  return `<text x="${box.x + MARGIN}" y="${box.y + MARGIN + 18}" font-size="20" font-weight="700" fill="${TEXT}">${safe(words)}</text>`;
}

/** @param {string} key @param {number} x @param {number} y @param {Subject} subject @returns {string} */
function cardText(key, x, y, { flow, types, sentences, icons }) {
  const type = types.get(nodeAt(flow, key)?.type ?? "");
  const { ink, tint } = GROUPS[toneOf(type)];
  const label = type?.label ?? nodeAt(flow, key)?.type ?? key;
  const sentence = (Object.hasOwn(sentences, key) ? sentences[key] : "") || label;
  const icon = icons?.get(iconOf(type));
  return [
    `<g data-node="${safe(key)}"><title>${safe(sentence)}</title>`,
    `<rect x="${x}" y="${y}" width="${SIZES.width}" height="${SIZES.height}" rx="12" fill="${SURFACE}" stroke="${EDGE}"/>`,
    `<rect x="${x + 12}" y="${y + 20}" width="36" height="36" rx="9" fill="${tint}"/>`,
    icon
      ? `<g transform="translate(${x + 20} ${y + 28}) scale(0.8333)" fill="none" stroke="${ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${icon}</g>`
      : `<circle cx="${x + 30}" cy="${y + 38}" r="5" fill="${ink}"/>`,
    ...wordsOf(label, sentence, ink).map(
      ({ words, size, ...look }, n, all) =>
        `<text x="${x + 58}" y="${y + 43 + 17 * n - 8.5 * (all.length - 1)}" font-size="${size}"${look.weight} fill="${look.fill}">${safe(words)}</text>`,
    ),
    "</g>",
  ].join("");
}

/**
 * Return the lines of a card: its type and its sentence, or a long sentence alone.
 * @param {string} label @param {string} sentence @param {string} ink
 */
function wordsOf(label, sentence, ink) {
  const width = SIZES.width - 68;
  const lines = linesOf(sentence, { width, size: 13, most: 3 });
  const sentences = lines.map((words) => ({ words, size: 13, weight: "", fill: TEXT }));
  if (lines.length > 2 || label === sentence) return sentences;
  return [{ words: cut(label, width, 11), size: 11, weight: ' font-weight="600"', fill: ink }, ...sentences];
}

/** @param {Edge} edge @param {Route} route @param {Subject} subject @returns {string} */
function wayText(edge, { points }, subject) {
  const [x, y] = points.at(-1) ?? [0, 0];
  const ink = PORTS[portAt(edge, subject)?.tone ?? ""] ?? LINE;
  return (
    `<g data-edge="${safe(`${edge.from}/${edge.port}`)}" data-to="${safe(edge.to)}">` +
    `<path d="${roundedPath(points)}" fill="none" stroke="${ink}" stroke-width="1.75"/>` +
    `<path d="M${x - 5},${y - 8}L${x},${y}L${x + 5},${y - 8}Z" fill="${ink}"/></g>`
  );
}

/** Only a step with several ways out has them named. @param {Edge} edge @param {Route} route @param {Subject} subject */
function labelText(edge, { anchor: [x, y] }, subject) {
  if (subject.portsOf(edge.from).length < 2) return "";
  const port = portAt(edge, subject);
  const ink = PORTS[port?.tone ?? ""] ?? QUIET;
  const words = cut(port?.label || edge.port, LABEL.widest, LABEL.size);
  const width = Math.round(widthOf(words, LABEL.size)) + 18;
  return (
    `<rect x="${x - width / 2}" y="${y - LABEL.height / 2}" width="${width}" height="${LABEL.height}" rx="10" fill="${SURFACE}" stroke="${ink}"/>` +
    `<text x="${x}" y="${y + 4}" font-size="${LABEL.size}" font-weight="600" text-anchor="middle" fill="${ink}">${safe(words)}</text>`
  );
}

/** @param {Edge} edge @param {Subject} subject */
const portAt = (edge, { portsOf }) => portsOf(edge.from).find((port) => port.key === edge.port);

/** @param {Note} note @returns {{text: string, box: Box}} */
function noteOf({ text, at: [x, y] }) {
  const lines = linesOf(text, { width: NOTE_WIDTH - 24, size: 13, most: 12 });
  const height = 22 + 18 * lines.length;
  const words = lines.map(
    (line, n) => `<text x="${x + 12}" y="${y + 24 + 18 * n}" font-size="13" fill="${TEXT}">${safe(line)}</text>`,
  );
  const sheet = `<rect x="${x}" y="${y}" width="${NOTE_WIDTH}" height="${height}" rx="6" fill="${NOTE}" stroke="${EDGE}"/>`;
  return { text: `<g data-note="">${sheet}${words.join("")}</g>`, box: { x, y, width: NOTE_WIDTH, height } };
}

/** @param {Drawing["bounds"]} bounds @param {readonly {box: Box}[]} notes @param {string} name @returns {Box} */
function boxOf({ left, top, right, bottom }, notes, name) {
  const boxes = notes.map((note) => note.box);
  const x = Math.min(left, ...boxes.map((box) => box.x)) - MARGIN;
  const y = Math.min(top, ...boxes.map((box) => box.y)) - MARGIN - (name ? TITLE : 0);
  return {
    x,
    y,
    width: Math.max(right, ...boxes.map((box) => box.x + box.width)) + MARGIN - x,
    height: Math.max(bottom, ...boxes.map((box) => box.y + box.height)) + MARGIN - y,
  };
}
