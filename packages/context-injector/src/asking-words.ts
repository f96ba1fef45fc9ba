const english = `question questions ask asked asking mention mentioned mentioning discuss discussed discussing
  discussion discussions talk talked talking say says said saying tell told remind recall remember conversation
  conversations chat chats session sessions previous previously earlier list order summary summarize summarise
  comprehensive overview provide provided give explain describe different various aspect aspects throughout across
  item items exactly total kind kinds type types likely wondering checking confirm know knew known bring brought
  walk help suggest suggested suggestion suggestions recommend recommended recommendation recommendations advice
  tips ideas based information details specific please`;
const german = `frage fragen gefragt sagen sagte gesagt erzählen erzählt erwähnt besprochen gespräch gespräche vorher
  früher liste reihenfolge zusammenfassung überblick verschiedene erinnere erinnern erklären beschreibe empfehlen
  empfohlen empfehlung vorschlag vorschläge bitte`;

/** Folded words by which one asks, rather than what one asks about. */
export const askingWords: ReadonlySet<string> = new Set(`${english} ${german}`.split(/\s+/));
