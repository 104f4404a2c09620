/** Flows made by chance, from a seed: what one run found, another finds again. */

import { addNode, insertOnEdge, removeNodes } from "../../frontend/js/model/commands.js";
import { emptyFlow, newKey, portsIn } from "../../frontend/js/model/document.js";
import { connect } from "../../frontend/js/model/wiring.js";

const port = (key, label = key) => ({ key, label, tone: "plain" });

/** Node types by name, with every number of ways out that there is. */
export const TYPES = new Map(
  [
    { type: "starts", label: "Starts", is_entry: true, ports: [port("next")] },
    { type: "wait", label: "Wait", is_entry: false, ports: [port("next")] },
    { type: "branch", label: "Yes or no", is_entry: false, ports: [port("yes", "Yes"), port("no", "No")] },
    { type: "split", label: "Split", is_entry: false, ports: [port("a"), port("b"), port("c")] },
    { type: "exit", label: "Exit", is_entry: false, ports: [] },
  ].map((type) => [type.type, { icon: "", group: "", help: "", schema: {}, ...type }]),
);

/** Tells the ports of a flow's nodes. */
export const ports = (flow) => portsIn(flow, TYPES);

/** A small generator of even numbers in [0, 1) (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of a list. */
export const pick = (list, random) => list[Math.floor(random() * list.length)];

/** A flow of about `size` nodes with branches, joins, open ways and, if wanted, loops. */
export function someFlow(random, size, { loops = true } = {}) {
  let flow = addNode(emptyFlow("By chance"), { key: "starts", type: "starts" });
  const made = ["starts"];
  while (made.length < size) {
    const type = pick(["wait", "wait", "branch", "branch", "split", "exit"], random);
    const key = newKey(flow, TYPES.get(type).label);
    const open = openPorts(flow, made.slice(-12));
    if (!open.length || random() < 0.1) {
      const edge = pick(flow.edges, random);
      if (edge && type !== "exit")
        flow = insertOnEdge(flow, { key, type, edge, outlet: TYPES.get(type).ports[0].key });
      else flow = addNode(flow, { key, type: open.length ? type : "starts" });
    } else flow = addNode(flow, { key, type, after: pick(open, random) });
    made.push(key);
    if (random() < 0.25) flow = joined(flow, made, random, loops);
  }
  return flow;
}

function joined(flow, made, random, loops) {
  const from = pick(openPorts(flow, made), random);
  const to = pick(made.slice(1), random);
  if (!from || !to || from.from === to) return flow;
  return !loops && leads(flow, to, from.from) ? flow : connect(flow, { ...from, to });
}

function leads(flow, from, to, seen = new Set()) {
  if (from === to) return true;
  seen.add(from);
  return flow.edges.some((edge) => edge.from === from && !seen.has(edge.to) && leads(flow, edge.to, to, seen));
}

/** Ports of some nodes from which nothing leads on. */
export function openPorts(flow, keys = Object.keys(flow.nodes)) {
  const taken = new Set(flow.edges.map((edge) => `${edge.from} ${edge.port}`));
  return keys
    .flatMap((key) => TYPES.get(flow.nodes[key].type).ports.map((p) => ({ from: key, port: p.key })))
    .filter((ref) => !taken.has(`${ref.from} ${ref.port}`));
}

/** Some of a flow's nodes. */
export const someKeys = (flow, random, share = 0.3) => Object.keys(flow.nodes).filter(() => random() < share);

/** Hold a law for many flows; the seed of a flow for which it fails stands in the message.
 *
 * SEED=n tries only that one, TIMES=n tries n times as many. */
export function law(check, { runs = 60, size = 40, ...options } = {}) {
  const only = process.env.SEED
    ? [Number(process.env.SEED)]
    : Array.from({ length: runs * Number(process.env.TIMES ?? 1) }, (_, n) => n + 1);
  for (const seed of only) {
    const random = chance(seed);
    try {
      check(someFlow(random, 1 + Math.floor(random() * size), options), random);
    } catch (error) {
      error.message = `with SEED=${seed}: ${error.message}`;
      throw error;
    }
  }
}

/** A flow without a few of its nodes, for edits by chance. */
export const thinned = (flow, random) => removeNodes(flow, { keys: someKeys(flow, random), portsOf: ports(flow) });
