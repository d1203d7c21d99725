export interface Settings {
  /** The directory of the embedded database, used where `DATABASE_URL` is unset. */
  readonly embedded: string;
}

let settings: Settings = { embedded: ".ormgen" };

/** Sets what generated code knows from the project's config; a call that names a URL overrides it. */
export function configure(changes: Partial<Settings>): void {
  settings = { ...settings, ...changes };
}

export function currentSettings(): Settings {
  return settings;
}
