import type { Reporter, TestModule } from "vitest/node";

/** Prints how it went as the very last line, plainly: `N passed, N failed, N skipped`. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that could not even be read has no tests that failed.
      const tests = [...module.children.allTests("failed")];
      if (module.state() === "failed" && tests.length === 0) count.failed += 1;
    }
    const line = `${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped + count.pending)} skipped`;
    process.once("exit", () => process.stdout.write(`${line}\n`));
  }
}
