import { testRule } from "../../test/kit/rule-kit.ts";
import { unreadableDocument } from "./rule.ts";

testRule(unreadableDocument, import.meta.dirname);
