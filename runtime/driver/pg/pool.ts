import { PoolTimeout } from "../../errors/index.js";

export interface PoolLimits {
  readonly max: number;
  readonly timeoutMs: number;
  readonly idleMs: number;
}

/** How a pool's members come to be, and whether one may be passed on. */
export interface Members<T> {
  open(): Promise<T>;
  openSync(): T;
  usable(member: T): boolean;
  destroy(member: T): void;
}

export interface Loan<T> {
  readonly member: T;
  /** Decides whether the member lives on; a second call does nothing. */
  release(): void;
}

interface Waiter {
  readonly give: (ticket: symbol) => void;
  readonly holder: string;
}

/** Lends connections, most recently used first; nothing in it keeps the process alive. */
export class Pool<T> {
  readonly #members: Members<T>;
  readonly #limits: PoolLimits;
  readonly #label: string;
  #idle: { readonly member: T; readonly since: number }[] = [];
  readonly #out = new Map<symbol, { readonly holder: string; readonly since: number }>();
  readonly #waiting: Waiter[] = [];
  #sweep: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(members: Members<T>, limits: PoolLimits, label: string) {
    this.#members = members;
    this.#limits = limits;
    this.#label = label;
  }

  get counts(): { readonly idle: number; readonly out: number; readonly waiting: number } {
    return { idle: this.#idle.length, out: this.#out.size, waiting: this.#waiting.length };
  }

  async acquire(holder: string): Promise<Loan<T>> {
    const ticket = this.#out.size < this.#limits.max ? this.#reserve(holder) : await this.#wait(holder);
    try {
      return this.#lend(this.#takeIdle() ?? (await this.#members.open()), ticket);
    } catch (error) {
      this.#free(ticket);
      throw error;
    }
  }

  /** Never waits: who could give a connection back is not running meanwhile. */
  acquireSync(holder: string): Loan<T> {
    if (this.#out.size >= this.#limits.max) throw this.#exhausted();
    const ticket = this.#reserve(holder);
    try {
      return this.#lend(this.#takeIdle() ?? this.#members.openSync(), ticket);
    } catch (error) {
      this.#free(ticket);
      throw error;
    }
  }

  /** Ends what is idle; what is on loan ends when it comes back. */
  close(): void {
    for (const { member } of this.#idle) this.#members.destroy(member);
    this.#idle = [];
    if (this.#sweep !== null) clearInterval(this.#sweep);
    this.#sweep = null;
    this.#closed = true;
  }

  #takeIdle(): T | null {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (this.#members.usable(last.member)) return last.member;
      this.#members.destroy(last.member);
    }
    return null;
  }

  #reserve(holder: string): symbol {
    const ticket = Symbol(holder);
    this.#out.set(ticket, { holder, since: performance.now() });
    return ticket;
  }

  #free(ticket: symbol): void {
    this.#out.delete(ticket);
    const next = this.#waiting.shift();
    if (next !== undefined) next.give(this.#reserve(next.holder));
  }

  #lend(member: T, ticket: symbol): Loan<T> {
    return {
      member,
      release: () => {
        if (!this.#out.has(ticket)) return;
        if (this.#members.usable(member) && !this.#closed) this.#keep(member);
        else this.#members.destroy(member);
        this.#free(ticket);
      },
    };
  }

  #keep(member: T): void {
    this.#idle.push({ member, since: performance.now() });
    this.#sweep ??= setInterval(() => this.#dropIdle(), Math.max(this.#limits.idleMs / 2, 50)).unref();
  }

  #dropIdle(): void {
    const before = performance.now() - this.#limits.idleMs;
    const old = this.#idle.filter(({ since }) => since < before);
    this.#idle = this.#idle.filter(({ since }) => since >= before);
    for (const { member } of old) this.#members.destroy(member);
  }

  /** The place is handed over when it comes free, so that nobody who asks later is quicker. */
  #wait(holder: string): Promise<symbol> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        holder,
        give: (ticket) => {
          clearTimeout(timer);
          resolve(ticket);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(this.#exhausted());
      }, this.#limits.timeoutMs);
      this.#waiting.push(waiter);
    });
  }

  #exhausted(): PoolTimeout {
    const now = performance.now();
    const holders = [...this.#out.values()].map(
      ({ holder, since }) => `${holder} for ${((now - since) / 1000).toFixed(1)} s`,
    );
    return new PoolTimeout(
      `All ${this.#limits.max} connections to ${this.#label} are in use: ${holders.join(", ")}. ` +
        "End long transactions sooner, or raise pool.max.",
    );
  }
}
