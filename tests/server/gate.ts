export interface Gate {
  open(): void;
  readonly opened: Promise<void>;
}

/** What one branch of a test waits at until another has come as far as it needs. */
export function gate(): Gate {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
