/** A time a text names, in Unix milliseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const day = 86_400_000;
/** "The last month" is not meant to the day. */
const slack = 1.2;
const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4, year: 365.2 };
const numbers = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const fewWords: Readonly<Record<string, number>> = { a: 1, an: 1, couple: 2, few: 3, several: 4 };
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Month names in the languages most written, by number from 0. */
const months = new Map<string, number>(
  ["en", "de", "fr", "es", "it", "pt", "nl"].flatMap((language) => {
    const name = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    return Array.from({ length: 12 }, (_month, month): [string, number] => [
      name.format(Date.UTC(2024, month, 15)).toLowerCase(),
      month,
    ]);
  }),
);

const oneOf = (words: Iterable<string>): string => `(${Array.from(words).join("|")})`;
const month = oneOf(months.keys());
const year = "(?:,? ?(?:of )?((?:19|20)\\d\\d))?";
const number = `(\\d{1,3}|${[...numbers.slice(1), ...Object.keys(fewWords)].join("|")})`;
const unit = `${oneOf(Object.keys(unitDays))}s?`;

const iso = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/;
const dayMonth = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of |de )?${month}\\b${year}`,
  "u",
);
const monthDay = new RegExp(`\\b${month} (\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\d)${year}`, "u");
const inMonth = new RegExp(
  `\\b(?:in|im|en|during|of|since|early|late|mid) ${month}\\b${year}`,
  "u",
);
const monthYear = new RegExp(`\\b${month},? ((?:19|20)\\d\\d)\\b`, "u");
const ago = new RegExp(`\\b${number}(?: of)? ${unit} ago\\b`);
const lastUnits = new RegExp(`\\b(?:past|last|previous|this) (?:${number}(?: of)? )?${unit}\\b`);
const lastWeekday = new RegExp(`\\b(?:last|past|on) ${oneOf(weekdays)}\\b`);

/**
 * The first time a folded text names, relative ones as seen from `reference` (Unix ms); a date
 * without a year is the last such before it.
 */
export function periodNamed(text: string, reference: number): Period | undefined {
  return (
    calendarDay(text, reference) ?? calendarMonth(text, reference) ?? relative(text, reference)
  );
}

function calendarDay(text: string, reference: number): Period | undefined {
  const full = iso.exec(text);
  if (full) return around(Date.UTC(Number(full[1]), Number(full[2]) - 1, Number(full[3])), 1);
  const [, d1, m1, y1] = dayMonth.exec(text) ?? [];
  const [, m2, d2, y2] = monthDay.exec(text) ?? [];
  const monthIndex = months.get(m1 ?? m2 ?? "");
  if (monthIndex === undefined) return undefined;
  const inYear = yearOf(y1 ?? y2, monthIndex, reference);
  return around(Date.UTC(inYear, monthIndex, Number(d1 ?? d2)), 1);
}

function calendarMonth(text: string, reference: number): Period | undefined {
  const [, name = "", named] = inMonth.exec(text) ?? monthYear.exec(text) ?? [];
  const monthIndex = months.get(name);
  if (monthIndex === undefined) return undefined;
  const inYear = yearOf(named, monthIndex, reference);
  return { from: Date.UTC(inYear, monthIndex), to: Date.UTC(inYear, monthIndex + 1) };
}

function relative(text: string, reference: number): Period | undefined {
  return unitsAgo(text, reference) ?? lastOf(text, reference) ?? dayBefore(text, reference);
}

function unitsAgo(text: string, reference: number): Period | undefined {
  const [, count, name = ""] = ago.exec(text) ?? [];
  const days = unitDays[name];
  return days ? around(reference - countOf(count) * days * day, Math.max(1, days / 2)) : undefined;
}

function lastOf(text: string, reference: number): Period | undefined {
  const [, count, name = ""] = lastUnits.exec(text) ?? [];
  const days = unitDays[name];
  return days
    ? { from: reference - countOf(count) * days * slack * day, to: reference }
    : undefined;
}

function dayBefore(text: string, reference: number): Period | undefined {
  if (/\b(?:yesterday|gestern)\b/.test(text)) return around(reference - day, 1);
  const weekday = weekdays.indexOf(lastWeekday.exec(text)?.[1] ?? "");
  if (weekday < 0) return undefined;
  const daysBack = ((new Date(reference).getUTCDay() - weekday + 6) % 7) + 1;
  return around(reference - daysBack * day, 1);
}

function around(time: number, days: number): Period {
  return { from: time - days * day, to: time + (days + 1) * day };
}

function countOf(words = "one"): number {
  const spelt = numbers.indexOf(words);
  return spelt > 0 ? spelt : (fewWords[words] ?? Number(words));
}

function yearOf(named: string | undefined, inMonthNumber: number, reference: number): number {
  if (named) return Number(named);
  const last = new Date(reference);
  const thisYear = last.getUTCFullYear();
  return inMonthNumber > last.getUTCMonth() ? thisYear - 1 : thisYear;
}
