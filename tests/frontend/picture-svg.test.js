import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange } from "../../frontend/js/layout/arrange.js";
import { addNode, changeConfig } from "../../frontend/js/model/commands.js";
import { emptyFlow } from "../../frontend/js/model/document.js";
import { addNote } from "../../frontend/js/model/surroundings.js";
import { pagesOf } from "../../frontend/js/picture/pages.js";
import { stampOf } from "../../frontend/js/picture/stamp.js";
import { pictureOf, svgText } from "../../frontend/js/picture/svg.js";
import { cut, linesOf, safe, widthOf } from "../../frontend/js/picture/words.js";
import { law, ports, TYPES } from "./random.js";

function picture(flow, { sentences = {}, icons } = {}) {
  const portsOf = ports(flow);
  return pictureOf({ flow, drawing: arrange(flow, portsOf), portsOf, types: TYPES, sentences, icons });
}

/** Read the picture as an XML parser would: its tags are closed, and nothing stands between them but text. */
function tagsOf(text) {
  const open = [];
  for (const [, close, name, inside, single] of text.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (close) assert.equal(open.pop(), name);
    else if (!single) open.push(name);
    assert.doesNotMatch(inside.replace(/"[^"]*"/g, ""), /["']/);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(text.replace(/<\/?[a-z]+(?:\s[^<>]*?)?\/?>/g, ""), /[<>]/);
  return text;
}

const small = () => {
  const flow = addNode(emptyFlow("Welcome"), { key: "starts", type: "starts" });
  return addNode(flow, { key: "wait", type: "wait", after: { from: "starts", port: "next" } });
};

test("a small journey is written like this", () => {
  const { body, box } = picture(small(), { sentences: { wait: "Wait 2 days" } });

  assert.deepEqual(box, { x: -156, y: -72, width: 312, height: 328 });
  assert.equal(
    body,
    [
      '<text x="-124" y="-22" font-size="20" font-weight="700" fill="#1d2426">Welcome</text>',
      '<g data-edge="starts/next" data-to="wait"><path d="M0,76L0,148" fill="none" stroke="#85807a" stroke-width="1.75"/>' +
        '<path d="M-5,140L0,148L5,140Z" fill="#85807a"/></g>',
      '<g data-node="starts"><title>Starts</title>' +
        '<rect x="-124" y="0" width="248" height="76" rx="12" fill="#ffffff" stroke="#dcd8d0"/>' +
        '<rect x="-112" y="20" width="36" height="36" rx="9" fill="#e0f1ef"/><circle cx="-94" cy="38" r="5" fill="#0f5f5c"/>' +
        '<text x="-66" y="43" font-size="13" fill="#1d2426">Starts</text></g>',
      '<g data-node="wait"><title>Wait 2 days</title>' +
        '<rect x="-124" y="148" width="248" height="76" rx="12" fill="#ffffff" stroke="#dcd8d0"/>' +
        '<rect x="-112" y="168" width="36" height="36" rx="9" fill="#e0f1ef"/><circle cx="-94" cy="186" r="5" fill="#0f5f5c"/>' +
        '<text x="-66" y="182.5" font-size="11" font-weight="600" fill="#0f5f5c">Wait</text>' +
        '<text x="-66" y="199.5" font-size="13" fill="#1d2426">Wait 2 days</text></g>',
    ].join("\n"),
  );
});

test("law: every card, every way and every label of the journey is in the picture", () => {
  law(
    (flow) => {
      const text = tagsOf(svgText(picture(flow)));

      for (const key of Object.keys(flow.nodes)) assert.ok(text.includes(`data-node="${key}"`), key);
      for (const { from, port, to } of flow.edges) {
        assert.ok(text.includes(`data-edge="${from}/${port}" data-to="${to}"`), `${from}/${port}`);
      }
      const named = flow.edges.filter((edge) => ports(flow)(edge.from).length > 1).length;
      assert.equal(text.match(/text-anchor="middle"/g)?.length ?? 0, named);
      assert.equal(text.match(/data-edge=/g)?.length ?? 0, flow.edges.length);
    },
    { runs: 60 },
  );
});

test("hostile words stay words", () => {
  const evil = `</text><script>alert(1)</script><image href="x" onerror='y'>]]>&quot;\u0000\u001b\ud800\uffff`;
  let flow = changeConfig({ ...small(), name: evil }, { key: "wait", changes: { for: evil } });
  flow = addNote(
    { ...flow, nodes: { ...flow.nodes, odd: { type: evil, config: {} } } },
    { text: evil, at: [300, 0] },
  );

  const text = tagsOf(svgText(picture(flow, { sentences: { wait: evil, odd: evil } })));

  assert.doesNotMatch(text, /<script|<image|<foreignObject|onerror=.y/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/);
  assert.ok(text.includes("&#60;script&#62;"));
});

test("a slug that every object has is no sentence", () => {
  const flow = addNode(emptyFlow(), { key: "constructor", type: "wait" });

  assert.ok(svgText(picture(flow)).includes("<title>Wait</title>"));
});

test("notes are in it, and it is large enough for them", () => {
  const { body, box } = picture(addNote(small(), { text: "Ask Mia about the code", at: [900, -400] }));

  assert.match(body, /data-note="".*Ask Mia about the code/);
  assert.ok(box.x + box.width >= 1100 && box.y <= -400);
});

test("icons are written into it", () => {
  const types = new Map([["wait", { ...TYPES.get("wait"), icon: "hourglass" }]]);
  const flow = addNode(emptyFlow(), { key: "wait", type: "wait" });
  const portsOf = ports(flow);
  const drawing = arrange(flow, portsOf);
  const icons = new Map([["hourglass", '<path d="M5 22h14"/>']]);

  assert.ok(
    pictureOf({ flow, drawing, portsOf, types, sentences: {}, icons }).body.includes('<path d="M5 22h14"/></g>'),
  );
});

test("words are cut to the room that there is", () => {
  const room = { width: 100, size: 14, most: 2 };

  assert.deepEqual(linesOf("Wait 2 days", room), ["Wait 2 days"]);
  assert.deepEqual(linesOf("  ", room), []);
  for (const words of ["Check: has done “purchase” in the last 7 days?", "W".repeat(80), "漢字".repeat(40)]) {
    const lines = linesOf(words, room);
    assert.ok(lines.length <= 2 && lines.at(-1).endsWith("…"), words);
    assert.ok(
      lines.every((line) => widthOf(line, 14) <= 100),
      words,
    );
  }
  assert.equal(cut("short", 100, 14), "short");
  assert.equal(safe(`a<b&"c'`), "a&#60;b&#38;&#34;c&#39;");
});

test("law: on paper no card is cut, and no part of the picture is left out", () => {
  law(
    (flow) => {
      const { box } = picture(flow);
      const pages = pagesOf(box);
      const cards = [...arrange(flow, ports(flow)).cards.values()];

      assert.equal(pages[0].y, box.y);
      assert.equal(pages.at(-1).y + pages.at(-1).height, box.y + box.height);
      for (const [n, page] of pages.entries()) {
        assert.ok(page.height > 0 && page.width === pages[0].width && page.width >= box.width);
        if (n) assert.equal(page.y, pages[n - 1].y + pages[n - 1].height);
      }
      for (const [, y] of cards)
        assert.ok(
          pages.some((page) => page.y <= y && y + 76 <= page.y + page.height),
          `card at ${y}`,
        );
    },
    { runs: 60 },
  );
});

test("law: the small picture has every card and every way", () => {
  law(
    (flow) => {
      const { cards, ways } = stampOf(flow, TYPES);

      assert.deepEqual(cards.map((card) => card.key).sort(), Object.keys(flow.nodes).sort());
      assert.equal(ways.length, flow.edges.length);
    },
    { runs: 40 },
  );
});
