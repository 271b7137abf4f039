import { testRule } from "../../test/kit/rule-kit.ts";
import { publicDocument } from "./rule.ts";

testRule(publicDocument, import.meta.dirname);
