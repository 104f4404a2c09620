/** A file that is about to be imported: what the server makes of it, and what the person says about its columns. */

import { useEffect, useRef, useState } from "react";
import { change, Problem } from "../../api/http.js";
import { useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";

/** @import {Fault} from "../../api/http.js" */
/** @typedef {{header: string, target: string, type: string | null, is_new: boolean}} Column */
/** @typedef {{columns: Column[], rows: string[][], encoding: string, delimiter: string}} Look */
/** What the person says; what is empty is found out.
 * @typedef {{mapping: Record<string, string>, tags: readonly string[], topic: string, source: string, wording: string,
 *   dayFirst: "" | "yes" | "no", encoding: string, delimiter: string}} Says */

const ENOUGH = 4_000_000;
const PAUSE_MS = 250;

/** @type {Says} */
const NOTHING = {
  mapping: {},
  tags: [],
  topic: "",
  source: "",
  wording: "",
  dayFirst: "",
  encoding: "",
  delimiter: "",
};

/** @param {Says} says @param {boolean} isWhole with what concerns every row */
function optionsOf({ mapping, tags, topic, source, wording, dayFirst, encoding, delimiter }, isWhole) {
  const consent = topic && isWhole ? { topics: [topic], source: source.trim(), wording: wording.trim() } : null;
  return {
    mapping,
    ...(isWhole && { tags }),
    ...(consent && { consent }),
    ...(dayFirst && { day_first: dayFirst === "yes" }),
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
}

/** @param {Blob} file @param {string} name @param {object} options */
function formOf(file, name, options) {
  const form = new FormData();
  form.set("kind", "contacts");
  form.set("options", JSON.stringify(options));
  form.set("file", file, name);
  return form;
}

/** The beginning of a file, to a line's end: enough to see what its columns are. @param {File} file */
async function beginning(file) {
  if (file.size <= ENOUGH) return file;
  const bytes = new Uint8Array(await file.slice(0, ENOUGH).arrayBuffer());
  const end = bytes.lastIndexOf(10);
  return end > 0 ? file.slice(0, end + 1) : file;
}

/** @param {File} file */
export function useUpload(file) {
  const [says, setSays] = useState(NOTHING);
  const [look, setLook] = useState(/** @type {Look | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [faults, setFaults] = useState(/** @type {readonly Fault[]} */ ([]));
  const [isLooking, setLooking] = useState(true);
  const [isStarting, setStarting] = useState(false);
  const wanted = JSON.stringify(optionsOf(says, false));
  const settled = useSettled(wanted, PAUSE_MS);
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    setLooking(true);
    beginning(file)
      .then((part) => change("POST", "/imports/preview", formOf(part, file.name, JSON.parse(settled))))
      .then(
        (found) => ({ found, failure: null }),
        (failure) => ({ found: null, failure }),
      )
      .then(({ found, failure }) => {
        if (mine !== turn.current) return;
        if (found) setLook(found);
        setError(failure);
        setLooking(false);
      });
  }, [file, settled]);

  return {
    says,
    look,
    error,
    faults,
    isLooking: isLooking || settled !== wanted,
    isStarting,
    /** @param {Partial<Says>} parts */
    say: (parts) => {
      setFaults([]);
      setSays((old) => ({ ...old, ...parts }));
    },
    /** @param {string} header @param {string} target */
    map: (header, target) => setSays((old) => ({ ...old, mapping: { ...old.mapping, [header]: target } })),
    /** @returns {Promise<number | null>} the import's number */
    start: async () => {
      const missing = says.topic
        ? /** @type {const} */ (["source", "wording"]).filter((key) => !says[key].trim())
        : [];
      if (missing.length) {
        setFaults(missing.map((key) => ({ pointer: `/options/consent/${key}`, detail: t("ui.missing") })));
        return null;
      }
      setStarting(true);
      try {
        const made = await change("POST", "/imports", formOf(file, file.name, optionsOf(says, true)));
        return made.id;
      } catch (failure) {
        if (failure instanceof Problem && failure.errors.length) setFaults(failure.errors);
        setError(/** @type {Error} */ (failure));
        return null;
      } finally {
        setStarting(false);
      }
    },
  };
}

/** @typedef {ReturnType<typeof useUpload>} Upload */
