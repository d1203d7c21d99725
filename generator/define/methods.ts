/**
 * Methods in an object: the type of `static queryset`, `static manager` and `static hooks` on an abstract base. TypeScript
 * then lets each model have some of its own, which come beside those of the base.
 *
 * ```ts
 * abstract class Removable extends Model {
 *   removedAt = fields.timestamp({ null: true });
 *   static queryset: Methods = {
 *     present(this: DeskQuerySet) {
 *       return this.filter({ removedAt: null });
 *     },
 *   };
 * }
 * ```
 */
export type Methods = Readonly<Record<string, unknown>>;

/**
 * The type of `static managers` on an abstract base.
 *
 * ```ts
 * static managers: Managers = { everything: {} };
 * ```
 */
export type Managers = Readonly<Record<string, Methods>>;
