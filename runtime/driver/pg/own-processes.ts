/** What is known of a connection: its backend, and whether it is still there. */
interface Backend {
  readonly pid: number;
  readonly alive: boolean;
}

const CAPACITY = 1024;

/** Process ids of this thread's own backends, where the bridge's worker can read them: 0 is an empty place. */
class OwnProcesses {
  readonly shared = new Int32Array(new SharedArrayBuffer(CAPACITY * 4));
  readonly #backends: (Backend | undefined)[] = [];

  add(backend: Backend): void {
    for (let place = 0; place < CAPACITY; place += 1) {
      if (this.#backends[place]?.alive === true) continue;
      this.#backends[place] = backend;
      Atomics.store(this.shared, place, backend.pid);
      return;
    }
  }
}

export const ownProcesses = new OwnProcesses();
