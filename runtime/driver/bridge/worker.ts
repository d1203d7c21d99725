/* Runs in the bridge's worker, from a string: see build-worker.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { sendCancel } from "../pg/cancel.js";
import { clientConfig } from "../pg/server-config.js";
import { SharedSpace, REPLY_BYTES, Word } from "./layout.js";
import { packError } from "./packed-error.js";
import { Kind, unpackJson, type KindOf, type Opened, type ToWorker, type WorkerData } from "./protocol.js";
import { Residents } from "./residents.js";

const { space: buffer, own, side } = workerData as WorkerData;
const port = parentPort!;
let space = new SharedSpace(buffer);

// Before anything else: whatever ends this worker wakes the caller.
process.on("exit", () => {
  Atomics.store(space.words, Word.dead, 1);
  Atomics.notify(space.words, Word.replySeq);
});

Atomics.store(space.words, Word.started, 1);

const residents = new Residents(own);
const large = new Map<number, Uint8Array>();
/** Calls that were cut off before they were answered. */
const forgotten = new Set<number>();
let seen = 0;

port.on("message", (message: ToWorker) => {
  if (message === null) return look();
  switch (message.type) {
    case "ping":
      Atomics.store(space.words, Word.pong, message.count);
      port.postMessage({ pong: message.count });
      return;
    case "large":
      large.set(message.seq, message.bytes);
      return look();
    case "space":
      space = new SharedSpace(message.space);
      Atomics.store(space.words, Word.started, 1);
      return look();
    case "drop":
      return residents.drop(message.target);
    case "forget":
      return void forgotten.add(message.seq);
    case "cancel":
      for (const { id, backend } of message.orphans) {
        const { target, pid, secretKey } = backend;
        void sendCancel(clientConfig(target), pid, secretKey).finally(() =>
          port.postMessage({ cancelled: id }),
        );
      }
      return;
    case "async":
      void answer(message.kind, message.target, message.bytes, false).then(({ failed, bytes }) => {
        port.postMessage({ seq: message.seq, failed, bytes });
      });
  }
});
side.unref();

/** Takes the request that stands in the shared memory, if it is a new one. */
function look(): void {
  const here = space;
  const { words, request } = here;
  const seq = Atomics.load(words, Word.requestSeq);
  if (seq === seen || seq === 0) return;
  const length = Atomics.load(words, Word.requestLength);
  const bytes = length === -1 ? large.get(seq) : request.slice(0, length);
  if (bytes === undefined) return;
  large.clear();
  seen = seq;
  Atomics.store(words, Word.parked, 0);
  const kind = Atomics.load(words, Word.requestKind) as KindOf;
  const target = Atomics.load(words, Word.requestTarget);
  void answer(kind, target, bytes, true).then(({ failed, bytes }) => {
    if (forgotten.delete(seq)) {
      // A connection that was opened for a call that was cut off belongs to nobody.
      if (kind === Kind.open && !failed) residents.drop(unpackJson<Opened>(bytes).id);
    } else publish(here, seq, failed, bytes);
  });
}

function publish({ words, reply }: SharedSpace, seq: number, failed: boolean, bytes: Uint8Array): void {
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
