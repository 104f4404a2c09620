import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { block, firstLetter, read, write } from "../../frontend/js/screens/messages/letter.js";
import { fromHtml, toHtml } from "../../frontend/js/screens/messages/marks.js";
import { law, pick } from "./random.js";

const FLOWS = new URL("../../flows/", import.meta.url);
const SCRAPS = [
  "Hello ",
  "**",
  "*",
  "[",
  "]",
  "](https://a.example/?x=1&y=2)",
  "\\",
  "\n",
  " ",
  "<b>",
  "&amp;",
  '"',
  "{{ contact.first_name | default('there') }}",
  "{% if contact.city %}",
  "{% endif %}",
  "Zoë",
];

test("what a person types is never markup, but bold, italic and links are", () => {
  assert.equal(
    toHtml("a <b> & **bold *both*** and *italic*"),
    "a &lt;b&gt; &amp; <b>bold <i>both</i></b> and <i>italic</i>",
  );
  assert.equal(
    toHtml("[our shop](https://a.example/?x=1&y=2)"),
    '<a href="https://a.example/?x=1&amp;y=2">our shop</a>',
  );
  assert.equal(toHtml("5 * 3 * 2\nand \\*so\\*"), "5 * 3 * 2<br />and *so*");
  assert.equal(toHtml('{{ contact.city | default("<here>") }}'), '{{ contact.city | default("<here>") }}');
});

test("HTML that a text cannot show is not read", () => {
  assert.equal(fromHtml("<span>a</span>"), null);
  assert.equal(fromHtml("a&nbsp;b"), null);
  assert.equal(fromHtml('<a class="x" href="y">z</a>'), null);
  assert.equal(fromHtml("<b>a</b> <i>b</i><br>c"), "**a** *b*\nc");
});

test("a letter that was written is read back, whatever is typed", () => {
  const kinds = ["heading", "text", "list", "button", "picture", "line"];
  law((_, random) => {
    const some = () => Array.from({ length: Math.floor(random() * 8) }, () => pick(SCRAPS, random)).join("");
    const blocks = Array.from({ length: Math.floor(random() * 6) }, () =>
      block(pick(kinds, random), {
        text: some(),
        href: "https://a.example/?a=1&b={{ contact.city }}",
        src: 'https://a.example/"x".png',
        alt: "A & B",
      }),
    );
    const mjml = write({ color: "#aa3300", blocks });
    const again = read(mjml);
    assert.ok(again, mjml);
    assert.equal(write(again), mjml);
  });
});

test("a usual letter can be read, and an empty block is left out", () => {
  const letter = {
    color: "#0f5f5c",
    blocks: [
      block("heading", { text: "Good *morning*" }),
      block("text", {
        text: "Hello {{ contact.first_name | default('there') }},\nhow **are** you? 2 < 3 & [more](https://a.example)",
      }),
      block("list", { text: "one\ntwo **2**" }),
      block("picture", { src: "https://a.example/a.png", alt: "A “boat”", href: "https://a.example" }),
      block("line"),
      block("button", { text: "Look & see", href: "https://a.example/?a=1&b=2" }),
    ],
  };

  assert.deepEqual(read(write(letter)), letter);
  assert.equal(read(write(firstLetter()))?.blocks.length, 1);
  assert.deepEqual(read(write({ ...letter, blocks: [] })), { ...letter, blocks: [] });
});

test("every letter of the gallery can be written on in blocks", () => {
  for (const folder of readdirSync(FLOWS).filter((name) => !name.includes("."))) {
    const flow = JSON.parse(readFileSync(new URL(`${folder}/flow.json`, FLOWS), "utf8"));
    for (const [slug, message] of Object.entries(flow.resources.messages ?? {}))
      assert.ok(read(message.body.mjml), `${folder}: ${slug}`);
  }
});

test("another shape is not read", () => {
  const mjml = write(firstLetter());
  assert.equal(read(""), null);
  assert.equal(read("<mjml><mj-body></mj-body></mjml>"), null);
  assert.equal(read(mjml.replace("<mj-text>", '<mj-text align="center">')), null);
  assert.equal(read(mjml.replace("32px 16px", "0")), null);
  assert.equal(read(mjml.replace("</mj-column>", "<!-- note --></mj-column>")), null);
  assert.equal(read(mjml.replace('#ffffff" border', '#00ff00" border')), null);
});
