import { createRequire } from "node:module";
import { ConnectionLost, OrmgenError } from "../../errors/index.js";
import { ServerConnection } from "../pg/server-connection.js";
import type { ServerTarget } from "../pg/server-config.js";
import { bootEngine } from "../pglite/boot-engine.js";
import type { Engine } from "../pglite/engine.js";
import type { EngineModule } from "../pglite/engine-module.js";
import { exchangeGuarded } from "./self-deadlock.js";
import { Kind, packJson, unpackJson, type BootRequest, type KindOf } from "./protocol.js";

interface Resident {
  readonly at: ServerConnection | Engine;
  readonly target: ServerTarget | null;
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
    return packJson({ id: this.#add({ at, target }), pid: at.pid });
  }

  async #boot({ path, ...target }: BootRequest): Promise<Uint8Array> {
    const module = createRequire(path)(path) as EngineModule;
    const at = await bootEngine(module, target);
    return packJson({ id: this.#add({ at, target: null }), pid: 0 });
  }

  #add(resident: Resident): number {
    this.#last += 1;
    this.#residents.set(this.#last, resident);
    return this.#last;
  }

  async #exchange(id: number, bytes: Uint8Array, blocking: boolean): Promise<Uint8Array> {
    const resident = this.#residents.get(id);
    if (resident === undefined) throw new ConnectionLost("The connection had been dropped.");
    const { at, target } = resident;
    if (!blocking || target === null || !(at instanceof ServerConnection)) return at.exchange(bytes);
    return exchangeGuarded(at, bytes, { target, isOwn: (pid) => this.#isOwn(pid) });
  }

  async #end(id: number): Promise<Uint8Array> {
    const resident = this.#residents.get(id);
    this.#residents.delete(id);
    if (resident === undefined) return NOTHING;
    if (resident.at instanceof ServerConnection) resident.at.destroy();
    else await resident.at.shutdown();
    return NOTHING;
  }

  #isOwn(pid: number): boolean {
    if (this.#own.includes(pid)) return true;
    return [...this.#residents.values()].some(({ at }) => at instanceof ServerConnection && at.pid === pid);
  }
}
