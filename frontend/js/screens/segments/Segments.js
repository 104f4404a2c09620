/** All segments, with how many people are in each now. */

import { useEffect, useState } from "react";
import { get, withQuery } from "../../api/http.js";
import { ago, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad, useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { go, Link } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Icon } from "../../ui/Icon.js";
import { Page } from "../../ui/Page.js";
import { Empty, shown } from "../../ui/States.js";
import { sayError } from "../../ui/Toast.js";
import { leaveBeginning } from "./beginning.js";
import { useDetails } from "./details.js";
import { Starts } from "./Starts.js";
import { UsedBy } from "./UsedBy.js";

/** @import {Beginning} from "./Starts.js" */
/** @import {Segment} from "./saving.js" */

const MOST = 50;

export function Segments() {
  const mayWrite = useMay("segments:write");
  const [words, setWords] = useState("");
  const [isChoosing, setChoosing] = useState(false);
  const search = useSettled(words.trim(), 250);
  const [more, setMore] = useState(/** @type {readonly Segment[]} */ ([]));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const first = useLoad((signal) => get(withQuery("/segments", { q: search, limit: MOST }), signal), [search]);
  useEffect(() => {
    setMore([]);
    setNext(first.data?.next ?? null);
  }, [first.data]);
  const showMore = async () => {
    try {
      const page = await get(withQuery("/segments", { q: search, limit: MOST, cursor: next }));
      setMore([...more, ...page.items]);
      setNext(page.next);
    } catch (error) {
      sayError(error);
    }
  };
  const begin = (/** @type {Beginning} */ beginning) => {
    leaveBeginning(beginning);
    go("/segments/new");
  };
  return h(
    Page,
    {
      title: t("shell.segments"),
      about: t("segments.about"),
      children: null,
      actions:
        mayWrite &&
        h(Button, { kind: "primary", icon: "plus", onClick: () => setChoosing(true) }, t("segments.new")),
    },
    shown(first, (/** @type {{items: readonly Segment[]}} */ page) =>
      !page.items.length && !search
        ? h(None, { onChoose: begin, mayWrite })
        : html`<div className="stack">
        <div className="search">${h(Icon, { name: "search", size: 18 })}
          <input type="search" aria-label=${t("segments.search")} placeholder=${t("segments.search")} value=${words}
            onChange=${(/** @type {{target: {value: string}}} */ event) => setWords(event.target.value)} /></div>
        ${
          page.items.length
            ? h(List, { segments: [...page.items, ...more] })
            : html`<p className="quiet-text" role="status">${t("segments.noneFound", { words: search })}</p>`
        }
        ${next && html`<div>${h(Button, { onClick: showMore }, t("ui.showMore"))}</div>`}
      </div>`,
    ),
    isChoosing &&
      h(Dialog, {
        title: t("segments.newTitle"),
        size: "large",
        onClose: () => setChoosing(false),
        children: h(Starts, { onChoose: begin }),
      }),
  );
}

/** @param {{onChoose: (beginning: Beginning) => void, mayWrite: boolean}} props */
function None({ onChoose, mayWrite }) {
  return html`<div className="stack wide">
    ${h(Empty, { icon: "filter", title: t("segments.none"), text: t("segments.noneText") })}
    ${mayWrite && h(Starts, { onChoose })}
  </div>`;
}

/** @param {{segments: readonly Segment[]}} props */
function List({ segments }) {
  const details = useDetails(segments);
  return html`<div className="panel table-holder"><table className="segment-table">
    <thead><tr><th scope="col">${t("segments.name")}</th><th scope="col" className="number">${t("segments.people")}</th>
      <th scope="col" className="wide-only">${t("segments.usedBy")}</th><th scope="col" className="wide-only">${t("segments.changed")}</th></tr></thead>
    <tbody>${segments.map((segment) => {
      const known = details.get(segment.slug);
      const count = known ? known.count : segment.count;
      return html`<tr key=${segment.slug}>
        <td><div className="segment-name">${h(Link, { to: `/segments/${segment.slug}` }, segment.name)}
            ${segment.kind === "fixed" && h(Badge, { children: t("segments.list") })}
            ${segment.is_watched && h(Badge, { tone: "good", children: t("segments.watched") })}</div>
          <p className="quiet-text">${segment.description || t("segments.whoWords", { words: segment.words })}</p></td>
        <td className="number">${count !== null ? number(count) : known ? t("segments.unknown") : html`<span className="bone" aria-label=${t("ui.loading")} />`}</td>
        <td className="wide-only">${known && h(UsedBy, { users: known.used_by })}</td>
        <td className="wide-only quiet-text" title=${segment.updated_at}>${ago(segment.updated_at)}</td>
      </tr>`;
    })}</tbody>
  </table></div>`;
}
