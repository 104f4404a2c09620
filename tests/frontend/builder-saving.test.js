import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Checker } from "../../frontend/js/builder/checking.js";
import { Editor } from "../../frontend/js/builder/editor.js";
import { Memory } from "../../frontend/js/builder/memory.js";
import { Saver } from "../../frontend/js/builder/saving.js";
import { wordsOf } from "../../frontend/js/builder/standing.js";
import { rename } from "../../frontend/js/model/surroundings.js";

const FLOW = { format: "towpath.flow/1", name: "One", nodes: {}, edges: [] };
const REPORT = { can_publish: true, problems: [], summaries: {}, ports: {} };

class Refusal extends Error {
  constructor(status) {
    super(`Answered ${status}`);
    this.status = status;
    this.isAway = status === 0 || status >= 502;
  }
}

/** A server in memory: one draft with its revision; `refuse` is what it answers next. */
class Server {
  revision = 1;
  flow = FLOW;
  puts = [];
  refuse = [];
  underWay = 0;
  gate = null;

  async put(flow, etag) {
    this.underWay += 1;
    assert.equal(this.underWay, 1, "never two saves at once");
    await this.gate;
    this.underWay -= 1;
    this.puts.push(flow.name);
    const status = this.refuse.shift();
    if (status !== undefined) throw new Refusal(status);
    if (etag !== this.etag) throw new Refusal(412);
    this.save(flow);
    return { etag: this.etag, report: REPORT };
  }

  save(flow) {
    this.flow = flow;
    this.revision += 1;
  }

  get etag() {
    return `"${this.revision}"`;
  }
}

function desk() {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const server = new Server();
  const kept = new Map();
  const shelf = {
    put: async (one) => kept.set(one.slug, one.flow.name),
    drop: async (_, slug) => kept.delete(slug),
  };
  const editor = new Editor({ slug: "one", types: new Map(), flow: FLOW });
  const saver = new Saver({
    editor,
    etag: server.etag,
    memory: new Memory(shelf, { page: "p", slug: "one", person: 1 }),
    far: {
      put: (flow, etag) => server.put(flow, etag),
      fetch: async () => ({ flow: server.flow, etag: server.etag }),
      etag: async () => server.etag,
      tell: () => {},
      heard: () => {},
    },
  });
  saver.begin();
  const type = (name) => editor.run("Renamed", (flow) => rename(flow, { name }));
  return { server, editor, saver, kept, type, kind: () => saver.standing.get().kind };
}

/** Let everything happen that has no timer. */
const settled = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

async function pass(ms) {
  for (let left = ms; left > 0; left -= 50) {
    mock.timers.tick(Math.min(50, left));
    await settled();
  }
}

function desktop(name, act) {
  test(name, async () => {
    try {
      await act(desk());
    } finally {
      mock.timers.reset();
    }
  });
}

desktop("a change is saved a second after the last one", async ({ server, type, kind }) => {
  type("Tw");
  await pass(600);
  type("Two");
  await pass(900);
  assert.deepEqual(server.puts, []);
  assert.equal(kind(), "waiting");

  await pass(200);

  assert.deepEqual(server.puts, ["Two"]);
  assert.equal(kind(), "saved");
});

desktop("who never pauses is saved after five seconds all the same", async ({ server, type }) => {
  for (let n = 0; n < 12; n++) {
    type(`Name ${n}`);
    await pass(500);
  }

  assert.equal(server.puts.length, 1);
});

desktop("what changes while a save is under way is saved after it", async ({ server, saver, type }) => {
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  type("Two");
  await pass(1100);
  type("Three");
  await pass(6000);
  server.gate = null;
  open();
  await pass(1200);

  assert.deepEqual(server.puts, ["Two", "Three"]);
  assert.equal(saver.isDirty, false);
});

desktop("what was undone to what is saved needs no saving", async ({ server, editor, type, kind, kept }) => {
  type("Two");
  await pass(400);
  assert.equal(kept.get("one"), "Two");
  editor.undo();
  await pass(7000);

  assert.deepEqual(server.puts, []);
  assert.equal(kind(), "saved");
  assert.equal(kept.size, 0);
});

desktop("without the server it is kept here, tried again and again, and saved at last", async (here) => {
  const { server, saver, type, kind, kept } = here;
  server.refuse = [0, 503];
  type("Two");
  await pass(1100);
  assert.equal(kind(), "away");
  assert.equal(kept.get("one"), "Two");
  assert.equal(saver.isKept, true);

  await pass(3500);

  assert.deepEqual(server.puts, ["Two", "Two", "Two"]);
  assert.equal(kind(), "saved");
  assert.equal(kept.size, 0);
});

desktop("when the server is back it is asked at once", async ({ server, saver, type, kind }) => {
  server.refuse = [0, 0, 0, 0];
  type("Two");
  await pass(6000);
  server.refuse = [];
  saver.retry();
  await settled();

  assert.equal(kind(), "saved");
});

desktop("nothing is overwritten that somebody else saved", async ({ server, saver, type, kind, kept }) => {
  server.save({ ...FLOW, name: "Theirs" });
  type("Mine");
  await pass(8000);

  assert.equal(kind(), "conflict");
  assert.equal(server.flow.name, "Theirs");
  assert.equal(saver.theirs.get().flow.name, "Theirs");
  assert.equal(kept.get("one"), "Mine");

  type("Mine still");
  await pass(8000);
  assert.equal(server.puts.length, 1);

  assert.equal(await saver.keepMine(), true);
  assert.equal(server.flow.name, "Mine still");
  assert.equal(kind(), "saved");
});

desktop("theirs is taken as a step that can be undone, and then mine is saved", async (here) => {
  const { server, editor, saver, type } = here;
  server.save({ ...FLOW, name: "Theirs" });
  type("Mine");
  await pass(2000);
  saver.takeTheirs("Took theirs");
  assert.equal(editor.flow.name, "Theirs");
  assert.equal(saver.isDirty, false);
  await pass(6000);
  assert.equal(server.flow.name, "Theirs");

  editor.undo();
  await pass(2000);

  assert.equal(server.flow.name, "Mine");
});

desktop("a save whose answer was lost is no conflict", async ({ server, saver, type, kind }) => {
  server.refuse = [0];
  type("Two");
  await pass(1100);
  server.save({ ...FLOW, name: "Two" });
  await pass(1500);

  assert.equal(kind(), "saved");
  assert.equal(saver.theirs.get(), null);
  assert.equal(saver.etag, server.etag);
});

desktop("who looks is told of a newer state, and only taking it changes anything", async (here) => {
  const { server, editor, saver, kind } = here;
  server.save({ ...FLOW, name: "Theirs" });
  await saver.look();

  assert.equal(saver.theirs.get().flow.name, "Theirs");
  assert.equal(editor.flow.name, "One");
  assert.equal(kind(), "saved");
});

desktop("what the server refuses is said, and tried anew after the next change", async (here) => {
  const { server, saver, type, kind } = here;
  server.refuse = [422];
  type("Bad");
  await pass(20_000);
  assert.equal(kind(), "refused");
  assert.equal(server.puts.length, 1);

  type("Good");
  await pass(1100);

  assert.equal(kind(), "saved");
  assert.equal(saver.isDirty, false);
});

test("only what can differ is checked anew, and the newest document counts", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const asked = [];
    const editor = new Editor({ slug: "one", types: new Map(), flow: FLOW });
    const add = (key) =>
      editor.run("Added", (flow) => ({ ...flow, nodes: { ...flow.nodes, [key]: { type: "wait", config: {} } } }));
    const ask = async (flow) => {
      asked.push(Object.keys(flow.nodes));
      return {
        ...REPORT,
        summaries: Object.fromEntries(Object.keys(flow.nodes).map((key) => [key, `Said ${key}`])),
      };
    };
    new Checker(editor, ask).begin();
    await pass(300);
    editor.run("Renamed", (flow) => rename(flow, { name: "Two" }));
    await pass(600);
    assert.equal(asked.length, 1);

    add("a");
    await pass(100);
    add("b");
    await pass(600);

    assert.deepEqual(asked, [[], ["a", "b"]]);
    assert.equal(editor.nameOf("b"), "Said b");
  } finally {
    mock.timers.reset();
  }
});

test("it is said how long ago", () => {
  const at = 1_000_000;
  const said = (seconds) => wordsOf({ kind: "saved", at }, true, at + seconds * 1000);

  assert.equal(said(1), "Saved just now");
  assert.equal(said(5), "Saved 5 s ago");
  assert.equal(said(125), "Saved 2 min ago");
  assert.equal(said(7300), "Saved 2 hours ago");
  assert.equal(wordsOf({ kind: "away" }, true), "Not saved: no connection. Kept on this device");
});
