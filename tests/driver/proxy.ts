import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Runs in a thread of its own: a sync call blocks the one that asks. */
const SCRIPT = String.raw`
const { parentPort, workerData } = require("node:worker_threads");
const { connect, createServer } = require("node:net");
let silent = false;
let cutAfter = null;
const sockets = new Set();
const server = createServer((client) => {
  const upstream = connect(workerData.port, workerData.host);
  let cut = false;
  client.on("data", (chunk) => {
    if (silent) return;
    if (cutAfter !== null && chunk.includes(cutAfter)) {
      cut = true;
      cutAfter = null;
    }
    upstream.write(chunk);
  });
  upstream.on("data", (chunk) => {
    if (cut) client.destroy();
    else if (!silent) client.write(chunk);
  });
  for (const socket of [client, upstream]) {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      client.destroy();
      upstream.destroy();
      sockets.delete(socket);
    });
  }
});
parentPort.on("message", (command) => {
  if (command.silent !== undefined) silent = command.silent;
  if (command.cutAfter !== undefined) cutAfter = command.cutAfter;
  if (command.target !== undefined) Object.assign(workerData, command.target);
  if (command.cutAll) for (const socket of sockets) socket.destroy();
  parentPort.postMessage("done");
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/** Stands between a client and the server, and fails on command. */
export class Proxy {
  readonly url: string;
  readonly #worker: Worker;

  private constructor(url: string, worker: Worker) {
    this.url = url;
    this.#worker = worker;
  }

  static async before(target: string): Promise<Proxy> {
    const url = new URL(target);
    const worker = new Worker(SCRIPT, {
      eval: true,
      workerData: { host: url.hostname, port: Number(url.port) },
    });
    const [port] = (await once(worker, "message")) as [number];
    url.port = String(port);
    return new Proxy(url.href, worker);
  }

  /** The server seems to have fallen silent: connections stay, no byte passes. */
  async silence(): Promise<void> {
    await this.#tell({ silent: true });
  }

  /** New connections are answered again. */
  async speak(): Promise<void> {
    await this.#tell({ silent: false });
  }

  /** Passes on the message that holds the text, and cuts the connection before its answer. */
  async cutAfterSending(text: string): Promise<void> {
    await this.#tell({ cutAfter: text });
  }

  /** Cuts every connection that there is. */
  async cutAll(): Promise<void> {
    await this.#tell({ cutAll: true });
  }

  /** New connections go to another server, as after a failover. */
  async leadTo(target: string): Promise<void> {
    const { hostname, port } = new URL(target);
    await this.#tell({ target: { host: hostname, port: Number(port) } });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #tell(command: object): Promise<void> {
    const done = once(this.#worker, "message");
    this.#worker.postMessage(command);
    await done;
  }
}
