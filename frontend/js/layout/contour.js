/** Contours: how far a drawing reaches to the left and right, rank by rank. */

/** Ranks from `top` to `bottom`; it can be shifted and grown at no cost for what it has already. */
export class Contour {
  /** @type {number[]} */
  #left = [];
  /** @type {number[]} */
  #right = [];
  #shift = 0;
  top = Number.POSITIVE_INFINITY;
  bottom = Number.NEGATIVE_INFINITY;

  /**
   * @param {number} top @param {number} bottom @param {number} width around 0 @returns {Contour}
   */
  static column(top, bottom, width) {
    const contour = new Contour();
    for (let rank = top; rank <= bottom; rank++) contour.cover(rank, -width / 2, width / 2);
    return contour;
  }

  get isEmpty() {
    return this.bottom < this.top;
  }

  /** @param {number} rank @returns {number} */
  left(rank) {
    return (this.#left[rank] ?? Number.POSITIVE_INFINITY) + this.#shift;
  }

  /** @param {number} rank @returns {number} */
  right(rank) {
    return (this.#right[rank] ?? Number.NEGATIVE_INFINITY) + this.#shift;
  }

  /** @param {number} by */
  shift(by) {
    this.#shift += by;
  }

  /** @param {number} rank @param {number} left @param {number} right */
  cover(rank, left, right) {
    this.#left[rank] = Math.min(this.left(rank), left) - this.#shift;
    this.#right[rank] = Math.max(this.right(rank), right) - this.#shift;
    this.top = Math.min(this.top, rank);
    this.bottom = Math.max(this.bottom, rank);
  }

  /** @param {Contour} other @param {number} by where its 0 is */
  merge(other, by) {
    for (let rank = other.top; rank <= other.bottom; rank++)
      this.cover(rank, other.left(rank) + by, other.right(rank) + by);
  }

  /**
   * Return how far left (at most) and right (at least) `other` must be put to stand clear of this.
   * @param {Contour} other @param {number} gap @returns {{before: number, after: number}}
   */
  clear(other, gap) {
    let [before, after] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const bottom = Math.min(this.bottom, other.bottom);
    for (let rank = Math.max(this.top, other.top); rank <= bottom; rank++) {
      before = Math.min(before, this.left(rank) - other.right(rank) - gap);
      after = Math.max(after, this.right(rank) - other.left(rank) + gap);
    }
    return { before, after };
  }
}
