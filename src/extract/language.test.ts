import { expect, test } from "vitest";
import { detectLanguage } from "./language.ts";

test.each([
  ["The server is restarted by the person on call, and the reason is written down.", "en"],
  ["Die Richtlinie gilt für alle Mitarbeiter der Firma und ist ab sofort gültig.", "de"],
  ["La política se aplica a todos los empleados y entra en vigor hoy mismo.", "es"],
  ["Политика распространяется на всех сотрудников компании и действует сразу.", "ru"],
  ["Käytäntö koskee kaikkia työntekijöitä ja se on voimassa heti, lue se huolella.", "fi"],
  ["Reset your password", null],
  ["Brighthire Greenhouse Talentwall Interview Training Candidates Recruiting", null],
  ["`/usr/local/bin/the_and_with` /etc/the/and/with/this/your/own/from/which/path", null],
  ["", null],
])("%j is %j", async (text, expected) => {
  expect(await detectLanguage(text, null)).toBe(expected);
});

test.each([
  ["EN_us", "en-us"],
  ["de", "de"],
  ["{{ lang }}", null],
])("a stated %j is %j", async (stated, expected) => {
  expect(await detectLanguage("", stated)).toBe(expected);
});
