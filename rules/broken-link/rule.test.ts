import { testRule } from "../../test/kit/rule-kit.ts";
import { brokenLink } from "./rule.ts";

testRule(brokenLink, import.meta.dirname);
