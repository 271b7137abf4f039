import { testRule } from "../../test/kit/rule-kit.ts";
import { suspectDate } from "./rule.ts";

testRule(suspectDate, import.meta.dirname);
