/**
 * How far the numbers of official codes have come, kept apart from the register: one restored from a backup has forgotten what it gave
 * since, and the portal's clock may have been set back meanwhile (docs/decisions/0026).
 */
export interface CodeMarks {
  /** Numbers of this series up to here may have been given by an earlier run, in a register that is lost by now. */
  floorOf(series: Series): number;
  /** Before the register gives one number for each of these, none below `lowest`. When it resolves, a durable mark lies above them. */
  reserve(wanted: readonly { readonly series: Series; readonly lowest: number }[]): Promise<void>;
  /** What the register gave: another program beside this one (an import) may have brought it further than was reserved here. */
  follow(given: readonly { readonly series: Series; readonly number: number }[]): Promise<void>;
}

export interface Series {
  readonly prefix: string;
  /** YYYYMMDD in Hanoi. */
  readonly day: string;
}

export type Marks = readonly { readonly series: Series; readonly mark: number }[];

/** Where marks lie. */
export interface MarkStore {
  read(): Marks;
  /** Of a mark that is there already the higher one is kept, whoever wrote it. Durable when it resolves. */
  raise(marks: Marks): Promise<void>;
}

/**
 * So far ahead of what is needed a mark is set (the numbers of ten seconds): a busy portal writes it every ten seconds and not for
 * every filing, and one that starts again leaves no larger gap.
 */
const ahead = 1000;
/** What is forgotten of this run is reserved anew. */
const mostRemembered = 5000;

interface Run {
  readonly series: Series;
  /** No number of this run lies above, as far as is known. */
  readonly highest: number;
  readonly mark: number;
}

/** One run of the portal: what lies in the store when it starts is what earlier runs may have given. */
export function createCodeMarks(store: MarkStore): CodeMarks {
  const floors = new Map(store.read().map(({ series, mark }) => [nameOf(series), mark]));
  const runs = new Map<string, Run>();

  function reach(series: Series, reached: (highest: number) => number): void {
    const name = nameOf(series);
    const { highest, mark } = runs.get(name) ?? { highest: 0, mark: 0 };
    if (runs.size >= mostRemembered) runs.clear();
    runs.set(name, { series, highest: reached(highest), mark });
  }

  /** Marks are raised only when they must be: one write for all of them. */
  async function keepAhead(touched: readonly Series[]): Promise<void> {
    const short = [...new Set(touched.map(nameOf))].flatMap((name) => {
      const run = runs.get(name);
      return run && run.highest > run.mark ? [run] : [];
    });
    if (short.length === 0) return;
    const marks = short.map(({ series, highest }) => ({ series, mark: highest + ahead }));
    await store.raise(marks);
    for (const { series, mark } of marks) {
      const run = runs.get(nameOf(series));
      if (run) runs.set(nameOf(series), { ...run, mark: Math.max(run.mark, mark) });
    }
  }

  return {
    floorOf: (series) => floors.get(nameOf(series)) ?? 0,
    async reserve(wanted) {
      for (const { series, lowest } of wanted) reach(series, (highest) => Math.max(highest + 1, lowest));
      await keepAhead(wanted.map(({ series }) => series));
    },
    async follow(given) {
      for (const { series, number } of given) reach(series, (highest) => Math.max(highest, number));
      await keepAhead(given.map(({ series }) => series));
    },
  };
}

function nameOf({ prefix, day }: Series): string {
  return `${prefix} ${day}`;
}
