/** What `static hooks` may have; when each runs is said in docs/writing.md. */
export const HOOK_NAMES = ["beforeSave", "afterSave", "beforeDelete", "afterDelete", "afterCommit"] as const;

export type HookName = (typeof HOOK_NAMES)[number];
