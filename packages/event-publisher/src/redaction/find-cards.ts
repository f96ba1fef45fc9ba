import type { Secret } from "./secret.ts";

/** Digits in groups, as cards show them, that begin like a card. */
const numbers =
  /(?<![\w.,+/-])(?:3[0-9]|4\d|5[0-9]|6[0-9]|2[2-7])\d{2}(?:[ -]?\d{4,6}){2}(?:[ -]?\d{1,7})?(?![\w/-]|[.,]\d)/g;
/** Issuers by their first digits, and how many digits their numbers have. */
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d{2}|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;

/** Finds the numbers of payment cards. */
export function* findCards(text: string): Generator<Secret> {
  numbers.lastIndex = 0;
  for (let found = numbers.exec(text); found !== null; found = numbers.exec(text)) {
    const digits = found[0].replaceAll(/[ -]/g, "");
    if (issuers.test(digits) && hasCheckDigit(digits))
      yield { kind: "card-number", start: found.index, end: numbers.lastIndex };
  }
}

/** The formula of Luhn, ISO/IEC 7812-1. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = Number(digits[at]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
