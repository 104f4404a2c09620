/** Reading the error file of an import. */

/**
 * @param {string} text CSV with commas, as the server writes it @param {number} most so many rows
 * @returns {string[][]}
 */
export function rowsOf(text, most) {
  const rows = [];
  let [row, cell, isQuoted] = [/** @type {string[]} */ ([]), "", false];
  for (let at = 0; at < text.length && rows.length < most; at += 1) {
    const sign = text[at];
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      cell += sign;
      at += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += sign;
    else if (sign === ",") {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows.push([...row, cell]);
      [row, cell] = [[], ""];
    } else if (sign !== "\r") cell += sign;
  }
  return rows;
}
