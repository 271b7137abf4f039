import { testRule } from "../../test/kit/rule-kit.ts";
import { unknownAccess } from "./rule.ts";

testRule(unknownAccess, import.meta.dirname);
