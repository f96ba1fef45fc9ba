/** The agent a session key names: `agent:<id>:<rest>` names `<id>`, any other shape names none. */
export function agentOfSession(sessionKey: string): string | undefined {
  return /^agent:([^:]+):./.exec(sessionKey)?.[1];
}
