/**
 * A picture cut into tiles, coarse first: every eighth pixel in both directions, then what lies between at every fourth, at
 * every second, at last all. Each pixel comes once.
 */
const coarsest = 8;

/** Offsets of the lattices in the order of their turn, [x, y, step]. */
const lattices = [[0, 0, coarsest]];
for (let half = coarsest / 2; half >= 1; half /= 2) lattices.push([half, 0, 2 * half], [0, half, 2 * half], [half, half, 2 * half]);

export class TilePlan {
  #width;
  #height;
  #lattice = 0;
  #column = 0; // of the lattice
  #row = 0;
  #returned = [];
  #left;

  constructor(width, height) {
    this.#width = width;
    this.#height = height;
    this.#left = width * height;
    this.total = this.#left;
  }

  /** Pixels not handed out yet. */
  get left() {
    return this.#left;
  }

  /** The next tile of at most so many pixels, at least one; null where none is left. */
  next(pixels) {
    const most = Math.max(1, Math.floor(pixels));
    const tile = this.#returned.length ? this.#again(most) : this.#fresh(most);
    if (tile) this.#left -= tile.columns * tile.rows;
    return tile;
  }

  /** Takes back a tile that came to nothing. */
  giveBack(tile) {
    this.#returned.push(tile);
    this.#left += tile.columns * tile.rows;
  }

  #again(most) {
    const tile = this.#returned.pop();
    const [rows, columns] = tile.columns <= most ? [Math.min(tile.rows, Math.floor(most / tile.columns)), tile.columns] : [1, most];
    const rest = (x, y, w, h) => w > 0 && h > 0 && this.#returned.push({ x0: tile.x0 + x * tile.step, y0: tile.y0 + y * tile.step, step: tile.step, columns: w, rows: h });
    rest(0, rows, tile.columns, tile.rows - rows);
    rest(columns, 0, tile.columns - columns, rows);
    return { ...tile, columns, rows };
  }

  #fresh(most) {
    for (; this.#lattice < lattices.length; this.#lattice += 1, this.#row = 0) {
      const [x, y, step] = lattices[this.#lattice];
      const across = Math.ceil((this.#width - x) / step);
      const down = Math.ceil((this.#height - y) / step);
      if (across <= 0 || this.#row >= down) continue;
      const whole = this.#column === 0 && most >= across;
      const columns = whole ? across : Math.min(most, across - this.#column);
      const rows = whole ? Math.min(Math.floor(most / across), down - this.#row) : 1;
      const tile = { x0: x + this.#column * step, y0: y + this.#row * step, step, columns, rows };
      this.#column = (this.#column + columns) % across;
      if (this.#column === 0) this.#row += rows;
      return tile;
    }
    return null;
  }
}
