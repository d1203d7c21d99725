import { OrmgenError } from "./ormgen-error.js";

/** `get` found no row. Each model has its own subclass: `Book.DoesNotExist`. */
export class DoesNotExist extends OrmgenError {
  static {
    this.prototype.name = "DoesNotExist";
  }
}

/** `get` found more than one row. Each model has its own subclass: `Book.MultipleObjectsReturned`. */
export class MultipleObjectsReturned extends OrmgenError {
  static {
    this.prototype.name = "MultipleObjectsReturned";
  }
}

/** A condition names a field or lookup that the model does not have. */
export class InvalidLookup extends OrmgenError {
  static {
    this.prototype.name = "InvalidLookup";
  }
}
