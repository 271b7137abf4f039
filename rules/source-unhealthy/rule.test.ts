import { testRule } from "../../test/kit/rule-kit.ts";
import { sourceUnhealthy } from "./rule.ts";

testRule(sourceUnhealthy, import.meta.dirname);
