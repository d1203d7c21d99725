import { atMost } from "../errors/index.js";
import type { Instance } from "../meta/instance-identity.js";
import type { ClientSpec, ModelSpec } from "../meta/spec.js";
import { assignRelated, refuseRows } from "./assign-related.js";
import { lazyLoader, related } from "./lazy.js";
import { relatedManager } from "./related-manager.js";
import { fetchName, spelt } from "./spelling.js";

/** Gives a model's class what its relations stand for: `book.author`, `book.fetchAuthor()`, `author.books`. */
export function addRelationMembers(prototype: object, { client, fields, reverse = {} }: ModelSpec): void {
  for (const [name, field] of Object.entries(fields)) {
    if ("through" in field) addManager(prototype, name);
    else if ("to" in field) addSingle(prototype, name, client);
  }
  for (const [queryName, { property = queryName, one, hidden }] of Object.entries(reverse)) {
    if (hidden) continue;
    if (one) addSingle(prototype, property, client);
    else addManager(prototype, property);
  }
}

function addManager(prototype: object, name: string): void {
  define(prototype, name, {
    get(this: Instance) {
      return relatedManager(this, name);
    },
    set(this: Instance) {
      throw refuseRows(this, name);
    },
  });
}

function addSingle(prototype: object, name: string, { pairs }: ClientSpec): void {
  define(prototype, name, {
    get(this: Instance) {
      return related(this, name);
    },
    set(this: Instance, value: unknown) {
      assignRelated(this, name, value);
    },
  });
  const fetch = spelt(fetchName(name), pairs.async);
  define(prototype, fetch, {
    value(this: Instance, ...surplus: readonly unknown[]) {
      atMost(0, fetch, surplus);
      return lazyLoader().fetch(this, name);
    },
  });
  const fetchSync = spelt(fetchName(name), pairs.sync);
  define(prototype, fetchSync, {
    value(this: Instance, ...surplus: readonly unknown[]) {
      atMost(0, fetchSync, surplus);
      return lazyLoader().fetchSync(this, name);
    },
  });
}

function define(prototype: object, name: string, member: PropertyDescriptor): void {
  const method = "value" in member ? { writable: true } : {};
  Object.defineProperty(prototype, name, { configurable: true, enumerable: false, ...method, ...member });
}
