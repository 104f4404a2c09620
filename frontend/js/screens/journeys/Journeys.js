/** All journeys: which run, who is in them, and the ways to begin a new one. */

import { useState } from "react";
import { nodeTypes } from "../../api/catalogue.js";
import { chooseFile, imports } from "../../importing/asking.js";
import { useMayImport } from "../../importing/mayImport.js";
import { h, html } from "../../kit/h.js";
import { useEvery, useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useStore } from "../../kit/useStore.js";
import { useMay } from "../../shell/may.js";
import { useQuery } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { SelectField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { Page } from "../../ui/Page.js";
import { Empty, Shown } from "../../ui/States.js";
import { Beginnings, NewJourney } from "./Beginnings.js";
import { allJourneys } from "./fetching.js";
import { JourneyRow } from "./JourneyRow.js";
import { countOf, SORTS, STATES, shownOf } from "./rows.js";

/** @import {Loaded} from "../../kit/hooks.js" */
/** @import {NodeType} from "../../model/types.js" */
/** @import {Journey} from "./rows.js" */

const FRESH_MS = 20_000;

export function Journeys() {
  const all = useLoad(
    async (signal) => {
      const [journeys, types] = await Promise.all([allJourneys(signal), nodeTypes()]);
      return { journeys, types };
    },
    [useStore(imports)],
  );
  useEvery(FRESH_MS, all.reload);
  const [isNew, setNew] = useState(false);
  const mayWrite = useMay("journeys:write");
  const mayImport = useMayImport();
  return h(Page, {
    title: t("journeys.title"),
    about: t("journeys.about"),
    actions: html`${mayImport && h(Button, { icon: "file-up", onClick: chooseFile }, t("journeys.import"))}
      ${mayWrite && h(Button, { kind: "primary", icon: "plus", onClick: () => setNew(true) }, t("journeys.new"))}`,
    children: html`${h(Shown, {
      of: /** @type {Loaded<any>} */ (all),
      show: (/** @type {any} */ { journeys, types }) =>
        journeys.length ? h(Listed, { journeys, types, onChange: all.reload }) : h(Nothing, { mayWrite }),
    })}
    ${isNew && h(NewJourney, { onClose: () => setNew(false) })}`,
  });
}

/** @param {{mayWrite: boolean}} props */
function Nothing({ mayWrite }) {
  return h(
    Empty,
    { icon: "workflow", title: t("journeys.noneTitle"), text: t("journeys.noneText") },
    mayWrite ? h(Beginnings) : null,
  );
}

/** @param {{journeys: readonly Journey[], types: ReadonlyMap<string, NodeType>, onChange: () => void}} props */
function Listed({ journeys, types, onChange }) {
  const [words, setWords] = useQuery("q");
  const [state, setState] = useQuery("state");
  const [sort, setSort] = useQuery("sort");
  const shown = shownOf(journeys, { words, state, sort });
  return html`<div className="stack">
    <div className="journey-filters">
      <div className="search">${h(Icon, { name: "search" })}
        <input type="search" aria-label=${t("journeys.search")} placeholder=${t("journeys.search")} value=${words}
          onChange=${(/** @type {{target: {value: string}}} */ event) => setWords(event.target.value)} /></div>
      <div className="pills" role="group" aria-label=${t("journeys.filter")}>
        ${["", ...STATES].map((one) => h(Pill, { key: one, state: one, n: countOf(journeys, one), isChosen: one === state, onChoose: setState }))}
      </div>
      ${h(SelectField, {
        label: t("journeys.sort"),
        hideLabel: true,
        value: sort || "updated",
        choices: SORTS.map((one) => ({ value: one, label: t(`journeys.sorts.${one}`) })),
        onChange: (value) => setSort(value === "updated" ? "" : value),
      })}
    </div>
    <p className="visually-hidden" role="status">${t("journeys.found", { n: shown.length })}</p>
    ${
      shown.length
        ? html`<ul className="panel journey-list">${shown.map((journey) => h(JourneyRow, { key: journey.slug, journey, types, onChange }))}</ul>`
        : h(
            Empty,
            { icon: "search", title: t("journeys.noMatch"), text: t("journeys.noMatchText") },
            h(
              Button,
              {
                onClick: () => {
                  setWords("");
                  setState("");
                },
              },
              t("journeys.showAll"),
            ),
          )
    }
  </div>`;
}

/** @param {{state: string, n: number, isChosen: boolean, onChoose: (state: string) => void}} props */
function Pill({ state, n, isChosen, onChoose }) {
  if (!n && state && !isChosen) return null;
  const words = state ? t(`journeys.states.${/** @type {"live"} */ (state)}`) : t("journeys.all");
  return html`<button type="button" className="quiet small-button pill" aria-pressed=${isChosen} onClick=${() => onChoose(state)}>
    ${words} <span className="pill-count">${n}</span></button>`;
}
