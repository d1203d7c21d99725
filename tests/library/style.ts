/** One call in either style: `async.call(Book.objects, "get", { id: 3 })` awaits `get`, `sync.call(…)` runs `getSync`. */
export interface Style {
  readonly name: "async" | "sync";
  call(target: object, method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The same, as the method gives it: for the block of an `atomic`, which may be a promise in one style alone. */
  start(target: object, method: string, ...args: readonly unknown[]): unknown;
  /** All that an iteration gives. */
  collect(rows: object): Promise<unknown[]>;
  /** What the iteration of a method's result gives: `iterate`. */
  stream(target: object, method: string, ...args: readonly unknown[]): Promise<unknown[]>;
}

type Method = (...args: readonly unknown[]) => unknown;

function invoke(target: object, method: string, args: readonly unknown[]): unknown {
  const found = (target as Record<string, unknown>)[method];
  if (typeof found !== "function") throw new TypeError(`there is no method ${method}`);
  return (found as Method).call(target, ...args);
}

async function collectAsync(rows: object): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const row of rows as AsyncIterable<unknown>) found.push(row);
  return found;
}

function collectSync(rows: object): unknown[] {
  return [...(rows as Iterable<unknown>)];
}

/** The style whose methods give promises. */
export const asyncStyle: Style = {
  name: "async",
  async call(target, method, ...args) {
    const answer = invoke(target, method, args);
    if (!(answer instanceof Promise)) throw new TypeError(`${method} gave no promise`);
    return (await answer) as unknown;
  },
  start: (target, method, ...args) => invoke(target, method, args),
  collect: collectAsync,
  stream: (target, method, ...args) => collectAsync(invoke(target, method, args) as object),
};

/** The style that blocks: nothing that it gives is a promise. */
export const syncStyle: Style = {
  name: "sync",
  // eslint-disable-next-line @typescript-eslint/require-await -- the twins are told apart by what they give
  async call(target, method, ...args) {
    const answer = invoke(target, `${method}Sync`, args);
    if (answer instanceof Promise) throw new TypeError(`${method}Sync gave a promise`);
    return answer;
  },
  start: (target, method, ...args) => invoke(target, `${method}Sync`, args),
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  collect: async (rows) => collectSync(rows),
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  stream: async (target, method, ...args) => collectSync(invoke(target, `${method}Sync`, args) as object),
};

export const styles: readonly Style[] = [asyncStyle, syncStyle];
