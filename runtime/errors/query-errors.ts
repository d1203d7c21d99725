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

/** Parts of a queryset that do not go together: filtering after a slice, updating a sliced queryset. */
export class InvalidQuery extends OrmgenError {
  static {
    this.prototype.name = "InvalidQuery";
  }
}
