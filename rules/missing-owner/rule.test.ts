import { testRule } from "../../test/kit/rule-kit.ts";
import { missingOwner } from "./rule.ts";

testRule(missingOwner, import.meta.dirname);
