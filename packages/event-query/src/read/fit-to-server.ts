import type { WaitOptions } from "@openclaw/jetstream";
import type { StreamPlan } from "./plan-reads.ts";
import { areMixed } from "./subject-patterns.ts";

/** With more patterns than this the server compares more than it saves. */
const maxSubjects = 64;

/**
 * A plan whose patterns its server can tell apart: where it cannot, all of the stream is read. In one that
 * is shared all is public, and of one agent.
 */
export async function fitToServer(plan: StreamPlan, wait?: WaitOptions): Promise<StreamPlan> {
  const { source, subjects, filter, shared } = plan;
  if (shared) {
    const { session, type, visibility } = filter;
    const isAll = (session ?? type) === undefined && visibility !== "internal";
    return { ...plan, subjects: [], exact: plan.exact && isAll };
  }
  const isRefused = async (): Promise<boolean> =>
    areMixed(subjects) && !(await source.ready(wait)).takesMixedPatterns;
  return subjects.length > maxSubjects || (await isRefused())
    ? { ...plan, subjects: [], exact: false }
    : plan;
}
