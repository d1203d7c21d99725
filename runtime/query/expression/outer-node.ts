import type { ModelMeta } from "../../meta/meta.js";
import type { Codec } from "../../values/index.js";
import { codecKey } from "./codec-key.js";
import { NO_FACTS } from "./facts.js";
import type { OuterNode } from "./node.js";

/** @param model of the query around, whose field it is. */
export function outerNode(
  names: readonly string[],
  codec: Codec | null,
  model: ModelMeta | null = null,
): OuterNode {
  const key = `outer(${JSON.stringify(names)}${model?.id ?? ""})${codecKey(codec)}`;
  return { kind: "outer", names, model, key, params: [], codec, facts: NO_FACTS };
}
