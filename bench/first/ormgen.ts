/** A program of one query, by the built package: what it says is when, since the process began, the answer was there. */
import { Book, connect, disconnect } from "../../fixtures/library/generated/index.js";

await connect(process.env["BENCH_SERVER"] ?? "");
if (process.env["BENCH_STYLE"] === "sync") Book.objects.filter({ id: 1 }).firstSync();
else await Book.objects.filter({ id: 1 }).first();
console.log(performance.now());
await disconnect();
