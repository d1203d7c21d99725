import type { Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import { assignRelated, lazyLoader, related } from "./lazy.js";
import { relatedManager } from "./related-manager.js";
import { fetchName, spelt } from "./spelling.js";

/** Gives a model's class what its relations stand for: `book.author`, `book.fetchAuthor()`, `author.books`. */
export function addRelationMembers(prototype: object, meta: ModelMeta): void {
  const { pairs } = meta.spec.client;
  for (const { name, many, column } of meta.relations.values()) {
    if (name === null) continue;
    if (many) {
      define(prototype, name, {
        get(this: Instance) {
          return relatedManager(this, name);
        },
      });
      continue;
    }
    define(prototype, name, {
      get(this: Instance) {
        return related(this, name);
      },
      ...(column && {
        set(this: Instance, value: unknown) {
          assignRelated(this, name, value);
        },
      }),
    });
    define(prototype, spelt(fetchName(name), pairs.async), {
      value(this: Instance) {
        return lazyLoader().fetch(this, name);
      },
    });
    define(prototype, spelt(fetchName(name), pairs.sync), {
      value(this: Instance) {
        return lazyLoader().fetchSync(this, name);
      },
    });
  }
}

function define(prototype: object, name: string, member: PropertyDescriptor): void {
  const method = "value" in member ? { writable: true } : {};
  Object.defineProperty(prototype, name, { configurable: true, enumerable: false, ...method, ...member });
}
