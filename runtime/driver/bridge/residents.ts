import { createRequire } from "node:module";
import { ConnectionLost, OrmgenError } from "../../errors/index.js";
import { withFate } from "../fate.js";
import { ServerConnection } from "../pg/server-connection.js";
import { sendCancel } from "../pg/cancel.js";
import type { Guarded } from "../pg/own-deadlock.js";
import { clientConfig, type ServerTarget } from "../pg/server-config.js";
import { bootEngine } from "../pglite/boot-engine.js";
import type { Engine } from "../pglite/engine.js";
import type { EngineModule } from "../pglite/engine-module.js";
import { ReplyCollector } from "../wire/frames.js";
import { exchangeGuarded, lookAt } from "./self-deadlock.js";
import {
  Kind,
  packJson,
  unpackJson,
  type Backend,
  type BootRequest,
  type KindOf,
  type Opened,
} from "./protocol.js";

interface Resident {
  readonly at: ServerConnection | Engine;
  readonly target: ServerTarget | null;
  /** What the server was last seen doing for an exchange that takes long. */
  doing: string;
}

const NOTHING = new Uint8Array();

/** The connections and engines that live in this worker. */
export class Residents {
  readonly #residents = new Map<number, Resident>();
  readonly #own: Int32Array;
  #last = 0;

  constructor(own: Int32Array) {
    this.#own = own;
  }

  async serve(kind: KindOf, target: number, bytes: Uint8Array, blocking: boolean): Promise<Uint8Array> {
    switch (kind) {
      case Kind.open:
        return this.#open(unpackJson<ServerTarget>(bytes));
      case Kind.boot:
        return this.#boot(unpackJson<BootRequest>(bytes));
      case Kind.exchange:
        return this.#exchange(target, bytes, blocking);
      case Kind.end:
        return this.#end(target);
      case Kind.guard: {
        const { target: server, pid, secretKey } = unpackJson<Backend>(bytes);
        const { waitsForOwn, doing } = await lookAt(pid, { target: server, isOwn: this.#isOwn });
        if (waitsForOwn) await sendCancel(clientConfig(server), pid, secretKey);
        return packJson({ cancelled: waitsForOwn, doing } satisfies Guarded);
      }
      case Kind.doing:
        return packJson(this.#residents.get(target)?.doing ?? "");
      default:
        throw new OrmgenError(`The bridge was asked for something that it does not know (${String(kind)}).`);
    }
  }

  /** Ends a connection whose query nobody waits for any more. */
  drop(target: number): void {
    const resident = this.#residents.get(target);
    this.#residents.delete(target);
    if (resident === undefined) return;
    const { at } = resident;
    if (at instanceof ServerConnection && !at.idle) void at.cancel().finally(() => at.destroy());
    else at.destroy();
  }

  async #open(target: ServerTarget): Promise<Uint8Array> {
    const at = await ServerConnection.open(target);
    const { pid, secretKey, settled } = at;
    const opened: Opened = { id: this.#add(at, target), pid, secretKey, settled };
    return packJson(opened);
  }

  async #boot({ path, ...target }: BootRequest): Promise<Uint8Array> {
    const module = createRequire(path)(path) as EngineModule;
    const at = await bootEngine(module, path, target);
    const opened: Opened = { id: this.#add(at, null), pid: 0, secretKey: 0, settled: true };
    return packJson(opened);
  }

  #add(at: Resident["at"], target: Resident["target"]): number {
    this.#last += 1;
    this.#residents.set(this.#last, { at, target, doing: "" });
    return this.#last;
  }

  async #exchange(id: number, bytes: Uint8Array, blocking: boolean): Promise<Uint8Array> {
    const resident = this.#residents.get(id);
    if (resident === undefined)
      throw withFate(new ConnectionLost("The connection had been dropped."), "never ran");
    const { at, target } = resident;
    const reply = new ReplyCollector();
    resident.doing = "";
    const onSeen = (doing: string) => void (resident.doing = doing);
    if (!blocking || target === null || !(at instanceof ServerConnection)) await at.exchange(bytes, reply);
    else await exchangeGuarded(at, bytes, reply, { target, isOwn: this.#isOwn }, onSeen);
    return reply.bytes;
  }

  async #end(id: number): Promise<Uint8Array> {
    const resident = this.#residents.get(id);
    this.#residents.delete(id);
    if (resident === undefined) return NOTHING;
    if (resident.at instanceof ServerConnection) resident.at.destroy();
    else await resident.at.shutdown();
    return NOTHING;
  }

  readonly #isOwn = (pid: number): boolean => {
    if (this.#own.includes(pid)) return true;
    return [...this.#residents.values()].some(({ at }) => at instanceof ServerConnection && at.pid === pid);
  };
}
