import type { Duplex } from "node:stream";
import pg from "pg";
import type { ClientConfig } from "pg";
import { fromServer, SyncInAsyncTransaction } from "../../errors/index.js";
import { aborted } from "../aborted.js";
import type { Transport } from "../transport.js";
import { encodeScript } from "../wire/encode.js";
import { lastError } from "../wire/error-fields.js";
import { ReplyCollector } from "../wire/frames.js";
import { decodeReply } from "../wire/reply.js";
import { sendCancel } from "./cancel.js";
import { connectFailure, lost } from "./connect-failure.js";
import { sessionScript } from "../session-settings.js";
import { clientConfig, labelOf, type ServerTarget } from "./server-config.js";

interface Pending {
  readonly resolve: (reply: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

type Socket = Duplex & { ref?(): void; unref?(): void };

/** What pg's Client has beyond its published types. */
interface OpenClient {
  readonly connection: { readonly stream: Socket };
  readonly processID: number;
  readonly secretKey: number;
}

/** A connection that pg made (authentication, TLS) and that is used by whole exchanges from then on. */
export class ServerConnection implements Transport {
  readonly instant = false;
  readonly reachableSync = false;
  readonly pid: number;
  readonly #secretKey: number;
  readonly #config: ClientConfig;
  readonly #label: string;
  readonly #socket: Socket;
  readonly #collector = new ReplyCollector();
  #pending: Pending | null = null;
  #alive = true;
  /** What the server said last while nobody was asking: why it hung up. */
  #farewell: unknown = null;

  private constructor(client: pg.Client, config: ClientConfig, label: string) {
    const { connection, processID, secretKey } = client as unknown as OpenClient;
    this.pid = processID;
    this.#secretKey = secretKey;
    this.#config = config;
    this.#label = label;
    this.#socket = connection.stream;
    this.#socket.removeAllListeners("data");
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    // pg turns the socket's errors and its end into these; without a listener they would end the process.
    client.on("error", (error) => this.#break(error));
    client.on("end", () => this.#break(null));
    this.#socket.unref?.();
  }

  /** Throws `ConnectionFailed`. */
  static async open(target: ServerTarget): Promise<ServerConnection> {
    const config = clientConfig(target);
    const label = labelOf(target.url);
    const client = new pg.Client(config);
    const ignore = () => undefined;
    client.on("error", ignore);
    try {
      await client.connect();
      const connection = new ServerConnection(client, config, label);
      const { error } = decodeReply(await connection.exchange(encodeScript(sessionScript(target))), null);
      if (error === null) return connection;
      connection.destroy();
      throw fromServer(error);
    } catch (error) {
      (client as unknown as OpenClient).connection.stream.destroy();
      throw connectFailure(error, label);
    }
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Whether nothing is under way on it. */
  get idle(): boolean {
    return this.#pending === null;
  }

  async exchange(bytes: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
    if (signal?.aborted === true) throw aborted(signal);
    if (!this.#alive) throw this.#reason();
    const reply = new Promise<Buffer>((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
    this.#socket.ref?.();
    this.#socket.write(bytes);
    if (signal === undefined) return reply;
    const stop = () => void this.#abort(signal);
    signal.addEventListener("abort", stop, { once: true });
    try {
      const bytes = await reply;
      // The server's own answer to a cancel is an error like any other: the caller asked for this one.
      if (signal.aborted) throw aborted(signal);
      return bytes;
    } catch (error) {
      throw signal.aborted ? aborted(signal) : error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  exchangeSync(): Buffer {
    throw new SyncInAsyncTransaction("A sync call cannot use this connection: await the async twin.");
  }

  /** Stops what the server is doing for this connection, which is then not used again. */
  async cancel(): Promise<void> {
    await sendCancel(this.#config, this.pid, this.#secretKey);
  }

  destroy(): void {
    if (!this.#alive) return;
    this.#socket.write(Buffer.from([0x58, 0, 0, 0, 4]));
    this.#break(null);
    // A polite end; the socket is not waited for.
    this.#socket.end();
    this.#socket.unref?.();
  }

  /** A cancel that comes late would hit the next query, so the connection is dropped whatever happens. */
  async #abort(signal: AbortSignal): Promise<void> {
    const pending = this.#pending;
    this.#alive = false;
    await this.cancel();
    pending?.reject(aborted(signal));
    this.#pending = null;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const reply = this.#collector.push(chunk);
    const pending = this.#pending;
    if (reply === null || pending === null) return;
    this.#pending = null;
    this.#socket.unref?.();
    pending.resolve(reply);
  }

  #break(error: unknown): void {
    this.#alive = false;
    const fields = lastError(this.#collector.partial());
    this.#farewell ??= fields === null ? error : fromServer(fields);
    const pending = this.#pending;
    this.#pending = null;
    pending?.reject(this.#reason());
  }

  #reason(): Error {
    return lost(this.#label, this.#farewell);
  }
}
