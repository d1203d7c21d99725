/* Runs in the bridge's worker, from a string: see build-worker.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { SharedSpace, REPLY_BYTES, Word } from "./layout.js";
import { packError } from "./packed-error.js";
import type { KindOf, ToWorker, WorkerData } from "./protocol.js";
import { Residents } from "./residents.js";

const { space: buffer, own, side } = workerData as WorkerData;
const port = parentPort!;
const { words, request, reply } = new SharedSpace(buffer);

// Before anything else: whatever ends this worker wakes the caller.
process.on("exit", () => {
  Atomics.store(words, Word.dead, 1);
  Atomics.notify(words, Word.replySeq);
});

const residents = new Residents(own);
const large = new Map<number, Uint8Array>();
let seen = 0;

port.on("message", (message: ToWorker) => {
  if (message === null) return look();
  switch (message.type) {
    case "ping":
      Atomics.store(words, Word.pong, message.count);
      return;
    case "large":
      large.set(message.seq, message.bytes);
      return look();
    case "drop":
      return residents.drop(message.target);
    case "async":
      void answer(message.kind, message.target, message.bytes, false).then(({ failed, bytes }) => {
        port.postMessage({ seq: message.seq, failed, bytes });
      });
  }
});
side.unref();

/** Takes the request that stands in the shared memory, if it is a new one. */
function look(): void {
  const seq = Atomics.load(words, Word.requestSeq);
  if (seq === seen) return;
  const length = Atomics.load(words, Word.requestLength);
  const bytes = length === -1 ? large.get(seq) : request.slice(0, length);
  if (bytes === undefined) return;
  large.clear();
  seen = seq;
  Atomics.store(words, Word.parked, 0);
  const kind = Atomics.load(words, Word.requestKind) as KindOf;
  const target = Atomics.load(words, Word.requestTarget);
  void answer(kind, target, bytes, true).then(({ failed, bytes }) => publish(seq, failed, bytes));
}

function publish(seq: number, failed: boolean, bytes: Uint8Array): void {
  if (bytes.length <= REPLY_BYTES) {
    reply.set(bytes);
    Atomics.store(words, Word.replyLength, bytes.length);
  } else {
    side.postMessage({ seq, bytes });
    Atomics.store(words, Word.replyLength, -1);
  }
  Atomics.store(words, Word.replyFailed, failed ? 1 : 0);
  // Parked before the reply is out, and a look after it: no request falls between.
  Atomics.store(words, Word.parked, 1);
  Atomics.store(words, Word.replySeq, seq);
  Atomics.notify(words, Word.replySeq);
  look();
}

async function answer(
  kind: KindOf,
  target: number,
  bytes: Uint8Array,
  blocking: boolean,
): Promise<{ failed: boolean; bytes: Uint8Array }> {
  try {
    return { failed: false, bytes: await residents.serve(kind, target, bytes, blocking) };
  } catch (error) {
    return { failed: true, bytes: packError(error) };
  }
}
