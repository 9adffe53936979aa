export type Placed<T> = { item: T; width: number };
export type JustifiedRow<T> = { height: number; tiles: Placed<T>[] };

export type Frame = {
  width: number;
  /** What rows would like to be; a full row differs from it by what it takes to end at the edge. */
  height: number;
  gap: number;
};

/**
 * Sets pictures of any shape side by side so that every row is as wide as the frame; the last one, which has nothing to
 * come after it, keeps the height it would like. All lengths are pixels, shapes are width by height.
 */
export function justifyRows<T>(
  items: readonly T[],
  shapeOf: (item: T) => number,
  frame: Frame,
): JustifiedRow<T>[] {
  if (frame.width <= 0) return [];
  const rows: JustifiedRow<T>[] = [];
  let row: { item: T; shape: number }[] = [];
  let shapes = 0;
  for (const item of items) {
    const shape = shapeOf(item);
    row.push({ item, shape });
    shapes += shape;
    const height = heightOf(shapes, row.length, frame);
    if (height > frame.height) continue;
    rows.push(close(row, height));
    row = [];
    shapes = 0;
  }
  if (row.length > 0) {
    const height = Math.min(frame.height, heightOf(shapes, row.length, frame));
    rows.push(close(row, height));
  }
  return rows;
}

function heightOf(shapes: number, count: number, { width, gap }: Frame): number {
  return (width - gap * (count - 1)) / shapes;
}

function close<T>(row: { item: T; shape: number }[], height: number): JustifiedRow<T> {
  const tiles = row.map(({ item, shape }) => ({ item, width: Math.floor(shape * height) }));
  return { height: Math.round(height), tiles };
}
