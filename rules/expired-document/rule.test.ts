import { testRule } from "../../test/kit/rule-kit.ts";
import { expiredDocument } from "./rule.ts";

testRule(expiredDocument, import.meta.dirname);
