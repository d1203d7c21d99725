import { checkEveryShape } from "../../runtime/query/compile/statement.js";

/* Every test file: what a shape's SQL hangs on is in its key, or the second use of the key throws. */
checkEveryShape(true);
