import { testRule } from "../../test/kit/rule-kit.ts";
import { unknownAge } from "./rule.ts";

testRule(unknownAge, import.meta.dirname);
