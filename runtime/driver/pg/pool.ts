import { PoolTimeout, type OrmgenError } from "../../errors/index.js";
import { aborted } from "../aborted.js";
import { settled } from "../settled.js";
import type { Holder } from "../database.js";
import { Waiters, type Ticket } from "./waiters.js";

export interface PoolLimits {
  readonly max: number;
  readonly timeoutMs: number;
  readonly idleMs: number;
}

/** How a pool's members come to be, and whether one may be passed on. */
export interface Members<T> {
  open(): Promise<T>;
  openSync(): T;
  /** Whether the next borrower would find it as new. */
  clean(member: T): boolean;
  /** Whether it can be made as new. */
  restorable(member: T): boolean;
  restore(member: T): Promise<void>;
  restoreSync(member: T): void;
  /** Whether a sync call can use it. */
  reachableSync(member: T): boolean;
  destroy(member: T): void;
}

export interface Loan<T> {
  readonly member: T;
  /** Decides whether the member lives on; a second call does nothing. */
  release(): void;
}

/** Lends connections, most recently used first; nothing in it keeps the process alive. */
export class Pool<T> {
  readonly #members: Members<T>;
  readonly #limits: PoolLimits;
  readonly #label: string;
  #idle: { readonly member: T; readonly since: number }[] = [];
  readonly #out = new Set<Ticket>();
  /** What came back and is being made as new: a sync call does not wait for it. */
  readonly #restoring = new Map<Ticket, T>();
  readonly #waiters: Waiters;
  /** Places of connections that were given up on while they opened, until they are there. */
  readonly #late = new WeakSet<Ticket>();
  /** The place of a sync call that opens a connection: found by the next one, it was cut off. */
  #opening: Ticket | null = null;
  #sweep: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(members: Members<T>, limits: PoolLimits, label: string) {
    this.#members = members;
    this.#limits = limits;
    this.#label = label;
    this.#waiters = new Waiters(limits.timeoutMs, () => this.#exhausted());
  }

  get counts(): { readonly idle: number; readonly out: number; readonly waiting: number } {
    return { idle: this.#idle.length, out: this.#out.size, waiting: this.#waiters.size };
  }

  get hasRoom(): boolean {
    return this.#out.size < this.#limits.max;
  }

  /** One that is free and open already, without a promise. */
  tryAcquire(holder: Holder): Loan<T> | null {
    if (this.#idle.length === 0 || this.#out.size >= this.#limits.max) return null;
    const member = this.#takeIdle();
    return member === null ? null : this.#lend(member, this.#reserve(holder), false);
  }

  async acquire(holder: Holder, signal?: AbortSignal): Promise<Loan<T>> {
    if (signal?.aborted === true) throw aborted(signal);
    const ticket =
      this.#out.size < this.#limits.max ? this.#reserve(holder) : await this.#waiters.wait(holder, signal);
    try {
      return this.#lend(this.#takeIdle() ?? (await this.#open(ticket, signal)), ticket, false);
    } catch (error) {
      if (!this.#late.has(ticket)) this.#free(ticket);
      throw error;
    }
  }

  /** One that is open and that a sync call can use; null where there is none, or no place. */
  tryAcquireSync(holder: Holder): Loan<T> | null {
    this.#restoreOneSync();
    if (this.#out.size >= this.#limits.max) return null;
    const member = this.#takeIdle((idle) => this.#members.reachableSync(idle));
    return member === null ? null : this.#lend(member, this.#reserve(holder), true);
  }

  /** Never waits: who could give a connection back is not running meanwhile. */
  acquireSync(holder: Holder): Loan<T> {
    if (this.#opening !== null) this.#free(this.#opening);
    this.#opening = null;
    const idle = this.tryAcquireSync(holder);
    if (idle !== null) return idle;
    if (this.#out.size >= this.#limits.max) throw this.#exhausted();
    const ticket = this.#reserve(holder);
    this.#opening = ticket;
    try {
      const member = this.#members.openSync();
      this.#opening = null;
      return this.#lend(member, ticket, true);
    } catch (error) {
      this.#opening = null;
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

  async #open(ticket: Ticket, signal: AbortSignal | undefined): Promise<T> {
    const opening = this.#members.open();
    if (signal === undefined) return opening;
    try {
      return await settled(opening, signal, () => aborted(signal));
    } catch (error) {
      if (!signal.aborted) throw error;
      this.#late.add(ticket);
      void opening.then(
        (member) => this.#lend(member, ticket, false).release(),
        () => this.#free(ticket),
      );
      throw error;
    }
  }

  #takeIdle(fits: (member: T) => boolean = () => true): T | null {
    for (let at = this.#idle.length - 1; at >= 0; at -= 1) {
      const { member } = this.#idle[at]!;
      const clean = this.#members.clean(member);
      if (clean && !fits(member)) continue;
      this.#idle.splice(at, 1);
      if (clean) return member;
      this.#members.destroy(member);
    }
    return null;
  }

  #reserve(holder: Holder): Ticket {
    const ticket = { holder, since: performance.now() };
    this.#out.add(ticket);
    return ticket;
  }

  #free(ticket: Ticket): void {
    if (this.#out.delete(ticket)) this.#waiters.next((holder) => this.#reserve(holder));
  }

  #lend(member: T, ticket: Ticket, sync: boolean): Loan<T> {
    let out = true;
    return {
      member,
      release: () => {
        if (!out) return;
        out = false;
        this.#takeBack(member, ticket, sync);
      },
    };
  }

  #takeBack(member: T, ticket: Ticket, sync: boolean): void {
    if (this.#closed || !this.#members.restorable(member)) {
      this.#members.destroy(member);
    } else if (this.#members.clean(member)) {
      this.#keep(member);
    } else if (sync) {
      if (this.#restoredSync(member)) this.#keep(member);
    } else {
      return this.#restore(member, ticket);
    }
    this.#free(ticket);
  }

  /** The place stays taken until the connection is as new; nobody waits for it but who waits for a place. */
  #restore(member: T, ticket: Ticket): void {
    this.#restoring.set(ticket, member);
    ticket.holder = "a connection that is being reset";
    const end = (restored: boolean) => {
      if (!this.#restoring.delete(ticket)) return;
      if (restored && !this.#closed && this.#members.clean(member)) this.#keep(member);
      else this.#members.destroy(member);
      this.#free(ticket);
    };
    void this.#members.restore(member).then(
      () => end(true),
      () => end(false),
    );
  }

  #restoreOneSync(): void {
    if (this.#out.size < this.#limits.max && this.#idle.length > 0) return;
    for (const [ticket, member] of this.#restoring) {
      if (!this.#members.reachableSync(member)) continue;
      this.#restoring.delete(ticket);
      if (this.#restoredSync(member)) this.#keep(member);
      this.#free(ticket);
      return;
    }
  }

  #restoredSync(member: T): boolean {
    try {
      this.#members.restoreSync(member);
      if (this.#members.clean(member)) return true;
    } catch {
      // What cannot be made as new is not kept.
    }
    this.#members.destroy(member);
    return false;
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

  #exhausted(): OrmgenError {
    const now = performance.now();
    const holders = [...this.#out].map(
      ({ holder, since }) => `${String(holder)} for ${((now - since) / 1000).toFixed(1)} s`,
    );
    return new PoolTimeout(
      `All ${this.#limits.max} connections to ${this.#label} are in use: ${holders.join(", ")}. ` +
        "End long transactions sooner, or raise pool.max.",
    );
  }
}
