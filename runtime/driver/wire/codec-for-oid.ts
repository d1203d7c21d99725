export { codecForOid } from "../../values/index.js";
