import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Pace } from "../../runtime/driver/pg/pace.js";
import { sleep } from "../../runtime/driver/pg/sleep.js";

const SQL = "select 1";

/** A server that takes so long; a thread that sleeps is late, and one that asks is there when it answers. */
function asked(pace: Pace, serverMs: number): { sleptMs: number; tookMs: number } {
  const { sleepMs: sleptMs } = pace.mannerFor(SQL);
  const awakeAfter = sleptMs > 0 ? sleptMs + 0.02 : 0;
  const tookMs = Math.max(serverMs, awakeAfter);
  pace.note(SQL, { sleptMs, tookMs, atOnce: awakeAfter > serverMs });
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
    expect(pace.mannerFor(SQL).sleepMs).toBe(0);
    expect(many(pace, 20, 0.03)).toEqual({ sleptMs: 0, tookMs: 0.03 });
  });

  it("to shortly before the answer is due, which is not missed", () => {
    const { sleptMs, tookMs } = many(new Pace(), 50, 0.4);
    expect(sleptMs).toBeGreaterThan(0.25);
    expect(sleptMs).toBeLessThan(0.38);
    expect(tookMs).toBe(0.4);
  });

  it("and asks for twice the usual time before it sleeps: what is late may wait for the same processor", () => {
    const pace = new Pace();
    expect(pace.mannerFor(SQL).askMs).toBe(0.1);
    many(pace, 20, 0.005);
    expect(pace.mannerFor(SQL).askMs).toBeCloseTo(0.02);
    many(pace, 50, 0.03);
    expect(pace.mannerFor(SQL).askMs).toBeCloseTo(0.07);
    many(pace, 50, 0.06);
    expect(pace.mannerFor(SQL).askMs).toBe(0.1);
    many(pace, 50, 0.4);
    expect(pace.mannerFor(SQL).askMs).toBe(0);
  });

  it("one slow answer changes little, however slow", () => {
    const pace = new Pace();
    many(pace, 20, 0.3);
    const before = pace.mannerFor(SQL).sleepMs;
    asked(pace, 5_000);
    expect(pace.mannerFor(SQL).sleepMs - before).toBeLessThan(0.04);
  });

  it("a statement that became quick is found out within a few calls, each late by half a millisecond at most", () => {
    const pace = new Pace();
    many(pace, 50, 100);
    expect(pace.mannerFor(SQL).sleepMs).toBe(0.5);
    const late = Array.from({ length: 30 }, () => asked(pace, 0.03).tookMs);
    expect(Math.max(...late)).toBeLessThan(0.6);
    expect(late.at(-1)).toBe(0.03);
  });

  it("statements are known apart, and not without end", () => {
    const pace = new Pace();
    many(pace, 50, 0.4);
    expect(pace.mannerFor("select 2").sleepMs).toBe(0);
    for (let at = 0; at < 2_000; at += 1)
      pace.note(`select ${String(at)}`, { sleptMs: 0, tookMs: 0.4, atOnce: false });
    expect(pace.mannerFor(SQL).sleepMs).toBe(0);
  });
});

/** Linux has it; elsewhere a sleep is as long as the system makes it. */
const SLACK = "/proc/self/timerslack_ns";

it.runIf(existsSync(SLACK))("a short sleep leaves the thread's timers as they were", () => {
  const before = readFileSync(SLACK, "utf8");
  for (let at = 0; at < 10; at += 1) sleep(0.01);
  sleep(2);
  expect(readFileSync(SLACK, "utf8")).toBe(before);
});
