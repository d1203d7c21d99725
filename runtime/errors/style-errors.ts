import { OrmgenError } from "./ormgen-error.js";

/** A sync query inside `forbidSync`, or on a connection made with `sync: "forbid"`. */
export class SyncForbidden extends OrmgenError {
  static {
    this.prototype.name = "SyncForbidden";
  }
}

/** A sync call that cannot reach the open async transaction; nothing was sent. */
export class SyncInAsyncTransaction extends OrmgenError {
  static {
    this.prototype.name = "SyncInAsyncTransaction";
  }
}
