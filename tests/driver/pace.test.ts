import { describe, expect, it } from "vitest";
import { Pace } from "../../runtime/driver/pg/pace.js";

const SQL = "select 1";

/** A server that takes so long; a thread that sleeps is late, and one that asks is there when it answers. */
function asked(pace: Pace, serverMs: number): { sleptMs: number; tookMs: number } {
  const sleptMs = pace.sleepFor(SQL);
  const tookMs = Math.max(serverMs, sleptMs > 0 ? sleptMs + 0.06 : 0);
  pace.note(SQL, { sleptMs, tookMs });
  return { sleptMs, tookMs };
}

function many(pace: Pace, times: number, serverMs: number) {
  let last = { sleptMs: 0, tookMs: 0 };
  for (let at = 0; at < times; at += 1) last = asked(pace, serverMs);
  return last;
}

describe("how long a sync call sleeps before it asks", () => {
  it("not at all where answers are quick, or where nothing is known", () => {
    const pace = new Pace();
    expect(pace.sleepFor(SQL)).toBe(0);
    expect(many(pace, 20, 0.03)).toEqual({ sleptMs: 0, tookMs: 0.03 });
  });

  it("to shortly before the answer is due, which is not missed", () => {
    const { sleptMs, tookMs } = many(new Pace(), 50, 0.4);
    expect(sleptMs).toBeGreaterThan(0.15);
    expect(sleptMs).toBeLessThan(0.34);
    expect(tookMs).toBe(0.4);
  });

  it("one slow answer changes little, however slow", () => {
    const pace = new Pace();
    many(pace, 20, 0.3);
    const before = pace.sleepFor(SQL);
    asked(pace, 5_000);
    expect(pace.sleepFor(SQL) - before).toBeLessThan(0.04);
  });

  it("a statement that became quick is found out within a few calls, each late by half a millisecond at most", () => {
    const pace = new Pace();
    many(pace, 50, 100);
    expect(pace.sleepFor(SQL)).toBe(0.5);
    const late = Array.from({ length: 30 }, () => asked(pace, 0.03).tookMs);
    expect(Math.max(...late)).toBeLessThan(0.6);
    expect(late.at(-1)).toBe(0.03);
  });

  it("statements are known apart, and not without end", () => {
    const pace = new Pace();
    many(pace, 50, 0.4);
    expect(pace.sleepFor("select 2")).toBe(0);
    for (let at = 0; at < 2_000; at += 1) pace.note(`select ${String(at)}`, { sleptMs: 0, tookMs: 0.4 });
    expect(pace.sleepFor(SQL)).toBe(0);
  });
});
