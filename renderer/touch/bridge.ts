/** Heights of the top chord of one span of Long Biên bridge at t = 0, ¼, ½, ¾, 1; between them the steel hangs as u^1.35. */
const heights = [0.18, 1, 0.3, 1, 0.18] as const;

type Span = {
  readonly left: number;
  readonly right: number;
  /** y of the deck, and of the highest point. */
  readonly deck: number;
  readonly top: number;
};

type Point = readonly [x: number, y: number];

/** Points of the top chord, twelve to a span as drawn in the art direction. */
function chord({ left, right, deck, top }: Span, steps: number): Point[] {
  return Array.from({ length: steps + 1 }, (_, index) => {
    const t = index / steps;
    return [left + (right - left) * t, deck - (deck - top) * heightAt(t)] as const;
  });
}

function heightAt(t: number): number {
  const quarter = Math.min(3, Math.floor(t * 4));
  const from = heights[quarter] ?? 0;
  const to = heights[quarter + 1] ?? 0;
  const u = t * 4 - quarter;
  return to > from ? from + (to - from) * u ** 1.35 : to + (from - to) * (1 - u) ** 1.35;
}

export type BridgeSpan = {
  readonly chord: string;
  readonly posts: string;
  /** Closed outline down to the deck. */
  readonly area: string;
  readonly diagonals: string;
};

export function bridgeSpan(span: Span, steps = 8): BridgeSpan {
  const points = chord(span, steps);
  const line = points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const posts = points.map(([x, y]) => `M${x.toFixed(1)} ${span.deck}V${y.toFixed(1)}`).join('');
  const diagonals = points
    .slice(1)
    .map((point, index) => diagonal(points[index] ?? point, point, span.deck))
    .join('');
  return { chord: line, posts, area: `${line}L${span.right} ${span.deck}L${span.left} ${span.deck}Z`, diagonals };
}

/** From the foot of the lower post to the head of the higher one. */
function diagonal(one: Point, other: Point, deck: number): string {
  const [low, high] = one[1] > other[1] ? [one, other] : [other, one];
  return `M${low[0].toFixed(1)} ${deck}L${high[0].toFixed(1)} ${high[1].toFixed(1)}`;
}

/** A bridge of several spans as one drawing. */
export function bridge(given: Span & { readonly spans: number; readonly steps?: number }): BridgeSpan {
  const width = (given.right - given.left) / given.spans;
  const spans = Array.from({ length: given.spans }, (_, index) =>
    bridgeSpan({ ...given, left: given.left + index * width, right: given.left + (index + 1) * width }, given.steps),
  );
  const join = (part: keyof BridgeSpan) => spans.map((span) => span[part]).join('');
  return { chord: join('chord'), posts: join('posts'), area: join('area'), diagonals: join('diagonals') };
}
