/** A message in dark mode, as mail programs show it that turn all colours round but those of pictures. */

const DARK =
  "<style>html{background:#fff;filter:invert(0.9) hue-rotate(180deg)}img,video{filter:invert(1) hue-rotate(180deg)}</style>";

/** @param {string} html @returns {string} */
export const onDark = (html) => DARK + html;
