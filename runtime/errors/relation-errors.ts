import { OrmgenError } from "./ormgen-error.js";

/** A relation was read on an instance that was fetched without it. */
export class RelationNotLoaded extends OrmgenError {
  static {
    this.prototype.name = "RelationNotLoaded";
  }
}

/** A column was read that `only()` or `defer()` left out. */
export class FieldDeferred extends OrmgenError {
  static {
    this.prototype.name = "FieldDeferred";
  }
}
