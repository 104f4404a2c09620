/** Sending a form: once at a time, with what the server finds wrong beside each field. */

import { useRef, useState } from "react";
import { Problem } from "../api/http.js";
import { sayError } from "../ui/Toast.js";

/** @import {Fault} from "../api/http.js" */

const NONE = /** @type {readonly Fault[]} */ ([]);

/**
 * @param {() => Promise<unknown>} send
 */
export function useSaving(send) {
  const [isSaving, setSaving] = useState(false);
  const [errors, setErrors] = useState(NONE);
  const isBusy = useRef(false);
  const save = async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setSaving(true);
    setErrors(NONE);
    try {
      await send();
    } catch (error) {
      if (error instanceof Problem && error.errors.length) setErrors(error.errors);
      else sayError(error);
    } finally {
      isBusy.current = false;
      setSaving(false);
    }
  };
  return {
    isSaving,
    errors,
    save,
    /** @param {string} pointer */
    errorAt: (pointer) => errors.find((error) => error.pointer === pointer)?.detail,
    /** @param {{preventDefault: () => void, stopPropagation: () => void}} event */
    submit: (event) => {
      event.preventDefault();
      event.stopPropagation();
      save();
    },
  };
}
