/** The colours of a picture: those of the light theme, written out, because a picture travels without our styles. */

/** @import {Tone} from "../canvas/tones.js" */

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

export const PAPER = "#f7f6f3";
export const SURFACE = "#ffffff";
export const LINE = "#85807a";
export const EDGE = "#dcd8d0";
export const TEXT = "#1d2426";
export const QUIET = "#5a6367";
export const NOTE = "#fff6c9";

/** Ink and ground of each group. @type {Readonly<Record<Tone, {ink: string, tint: string}>>} */
export const GROUPS = {
  entry: { ink: "#6a3d9a", tint: "#f1e9f8" },
  message: { ink: "#0b5a99", tint: "#e4f0fa" },
  logic: { ink: "#875300", tint: "#fbf0dc" },
  act: { ink: "#0f5f5c", tint: "#e0f1ef" },
  end: { ink: "#4c555a", tint: "#ecebe7" },
};

/** Ink of the ways out, by their tone. @type {Readonly<Record<string, string>>} */
export const PORTS = { yes: "#1e6b34", no: "#8a5a00", error: "#a5281c" };
