import { agentPrefix, encodeToken, eventSubject, type OpenClawEvent } from "@openclaw/event-schema";

export interface EventSubject {
  readonly subject: string;
  /** The session as one token: events of a session share it. */
  readonly key: string;
}

const remembered = 4096;

/** Tells the subjects of events; those of sessions seen lately cost a look-up. */
export function createEventSubjects(subjectPrefix: string): (event: OpenClawEvent) => EventSubject {
  const known = new Map<string, EventSubject>();
  return (event) => {
    const parts = `${event.agent}\n${event.visibility}\n${event.session}\n${event.type}`;
    const found = known.get(parts);
    if (found !== undefined) return found;
    const subject = eventSubject(agentPrefix(subjectPrefix, event.agent), event);
    const made = { subject, key: encodeToken(event.session) };
    if (known.size >= remembered) known.clear();
    known.set(parts, made);
    return made;
  };
}
