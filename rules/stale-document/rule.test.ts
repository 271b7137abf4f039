import { testRule } from "../../test/kit/rule-kit.ts";
import { staleDocument } from "./rule.ts";

testRule(staleDocument, import.meta.dirname);
