import { readSync, writeSync } from "node:fs";
import type { Patience } from "./patience.js";
import { sleep } from "./sleep.js";

/** How a thread waits for an answer: it sleeps for so long, asks for so long, and sleeps between questions from then on. */
export interface Manner {
  readonly sleepMs: number;
  readonly askMs: number;
}

/** Where nothing is known: most answers are there by then. */
const ASKING: Manner = { sleepMs: 0, askMs: 0.1 };
const LONGEST_MS = 10;
/** One for all: what is read is copied out, since a reader may keep it. */
const memory = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Blocks on a socket's own descriptor, which stays non-blocking: a call that is cut off leaves it as it was. libuv, which
 * watches the same socket, does not run meanwhile, and finds nothing left to read afterwards.
 */
export class Descriptor {
  readonly #fd: number;
  /** Whether what was read last was there when it was asked for first. */
  atOnce = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Returns how much was written before the connection broke, which is all if it did not. What the server says meanwhile is
   * taken: it reads no further while nobody reads its answers.
   */
  write(bytes: Uint8Array, patience: Patience, take: (chunk: Buffer | null) => void): number {
    let at = 0;
    const waiting = new Waiting(patience, ASKING.askMs);
    while (at < bytes.length) {
      let written: number | null;
      try {
        written = quietly(() => writeSync(this.#fd, bytes, at));
      } catch {
        return at;
      }
      if (written !== null) {
        at += written;
        continue;
      }
      const chunk = this.readNow();
      if (chunk === "nothing") waiting.again();
      else take(chunk);
      if (chunk === null) return at;
    }
    return at;
  }

  /** Some bytes; null at the end, or where the connection broke. */
  read(patience: Patience, { sleepMs, askMs }: Manner = ASKING): Buffer | null {
    const waiting = new Waiting(patience, askMs);
    if (sleepMs > 0) sleep(sleepMs);
    for (let asked = 1; ; asked += 1) {
      const chunk = this.readNow();
      this.atOnce = asked === 1;
      if (chunk !== "nothing") return chunk;
      waiting.again();
    }
  }

  /** All that is there already; null at last where the connection ended. */
  *there(): Generator<Buffer | null> {
    for (let chunk = this.readNow(); chunk !== "nothing"; chunk = this.readNow()) {
      yield chunk;
      if (chunk === null) return;
    }
  }

  /** What is there already, without waiting. */
  readNow(): Buffer | null | "nothing" {
    let length: number | null;
    try {
      length = quietly(() => readSync(this.#fd, memory, 0, memory.length, null));
    } catch {
      return null;
    }
    if (length === null) return "nothing";
    return length === 0 ? null : Buffer.from(memory.subarray(0, length));
  }
}

/** null: not now. The error for that is thrown and forgotten some thirty times an exchange: it needs no stack. */
function quietly(call: () => number): number | null {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return call();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return null;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

class Waiting {
  readonly #patience: Patience;
  readonly #askMs: number;
  #began = 0;
  #pause = 0.01;
  #second = 0;

  constructor(patience: Patience, askMs: number) {
    this.#patience = patience;
    this.#askMs = askMs;
  }

  again(): void {
    const now = performance.now();
    if (this.#began === 0) this.#began = now;
    if (now - this.#began < this.#askMs) return;
    if (this.#second === 0) this.#second = now + 1_000;
    if (now >= this.#patience.deadline) throw this.#patience.expired();
    if (now >= this.#second) {
      this.#patience.onSecond(this.#patience.deadline - now);
      this.#second = performance.now() + 1_000;
    }
    sleep(this.#pause);
    this.#pause = Math.min(this.#pause * 1.5, LONGEST_MS);
  }
}
