import { testRule } from "../../test/kit/rule-kit.ts";
import { duplicateDocument } from "./rule.ts";

testRule(duplicateDocument, import.meta.dirname);
