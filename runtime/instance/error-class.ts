/** A model's own subclass of an error: `Book.DoesNotExist`, so that a caller can tell which model's row was missing. */
export function errorClass<E extends new (message: string) => Error>(base: E, name: string): E {
  const own = class extends (base as unknown as new (message: string) => Error) {};
  Object.defineProperty(own, "name", { value: name });
  Object.defineProperty(own.prototype, "name", { value: name, configurable: true, writable: true });
  return own as unknown as E;
}
