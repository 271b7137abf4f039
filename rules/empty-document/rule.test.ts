import { testRule } from "../../test/kit/rule-kit.ts";
import { emptyDocument } from "./rule.ts";

testRule(emptyDocument, import.meta.dirname);
